/** Tests of the manifests in {@code k8s/}. */
@NullMarked
package io.fathom.k8s;

import org.jspecify.annotations.NullMarked;
