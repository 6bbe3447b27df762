@NullMarked
package io.fathom.cli.doctor;

import org.jspecify.annotations.NullMarked;
