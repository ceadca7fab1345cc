/** What runs without any account elsewhere: a scripted model endpoint to try the proxy against. Begin at {@link ScriptedModel}. */
@NullMarked
package io.tokenward.proxy.demo;

import org.jspecify.annotations.NullMarked;
