/** Request bodies: realistic chat texts of exact sizes, with a stated share of text never sent before. */
@NullMarked
package io.tokenward.benchmarks.text;

import org.jspecify.annotations.NullMarked;
