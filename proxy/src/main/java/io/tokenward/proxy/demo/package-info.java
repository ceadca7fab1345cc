/** The demo: a scripted model endpoint and a tour through the front door. Begin reading at {@link io.tokenward.proxy.demo.Tour}. */
@NullMarked
package io.tokenward.proxy.demo;

import org.jspecify.annotations.NullMarked;
