/** Tests of the files in {@code deploy/}, and what they and those of {@code k8s/} are read with. */
@NullMarked
package io.fathom.deploy;

import org.jspecify.annotations.NullMarked;
