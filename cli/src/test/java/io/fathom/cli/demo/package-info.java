@NullMarked
package io.fathom.cli.demo;

import org.jspecify.annotations.NullMarked;
