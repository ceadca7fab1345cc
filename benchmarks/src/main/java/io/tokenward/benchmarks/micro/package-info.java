/** JMH benchmarks of the parts of a request, each beside a named baseline. */
@NullMarked
package io.tokenward.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
