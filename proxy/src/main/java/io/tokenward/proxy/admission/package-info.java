/**
 * May it pass? Plain Java without sockets. Begin reading at {@link io.tokenward.proxy.admission.Admission}.
 */
@NullMarked
package io.tokenward.proxy.admission;

import org.jspecify.annotations.NullMarked;
