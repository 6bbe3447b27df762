/** Other people's encoders and classifiers. */
@NullMarked
package io.fathom.cli.importer;

import org.jspecify.annotations.NullMarked;
