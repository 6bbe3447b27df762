@NullMarked
package io.fathom.job.config;

import org.jspecify.annotations.NullMarked;
