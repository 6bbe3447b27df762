@NullMarked
package io.fathom.model;

import org.jspecify.annotations.NullMarked;
