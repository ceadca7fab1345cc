/**
 * Which upstream, dialect and policy belong to a path. Paths are compared as they were sent, character by character; whatever
 * two readers could understand differently is refused. Begin reading at {@link Routes}.
 */
@NullMarked
package io.tokenward.proxy.route;

import org.jspecify.annotations.NullMarked;
