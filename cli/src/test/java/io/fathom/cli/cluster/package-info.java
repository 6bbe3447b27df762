@NullMarked
package io.fathom.cli.cluster;

import org.jspecify.annotations.NullMarked;
