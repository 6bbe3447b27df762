/** What is shipped, and what it does on a real cluster. */
@org.jspecify.annotations.NullMarked
package io.fathom.dist;
