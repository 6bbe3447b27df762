@NullMarked
package io.fathom.cli.importer;

import org.jspecify.annotations.NullMarked;
