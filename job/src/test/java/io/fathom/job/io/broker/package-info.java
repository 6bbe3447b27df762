@NullMarked
package io.fathom.job.io.broker;

import org.jspecify.annotations.NullMarked;
