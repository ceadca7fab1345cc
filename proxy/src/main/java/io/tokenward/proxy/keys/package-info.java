/**
 * Who calls: API keys, their store, and the {@link Caller} they stand for. The store holds keyed hashes only; the key
 * itself is shown once, when it is made. Begin reading at {@link KeyStore}; {@link KeyedHash} is for routes whose callers
 * keep the credential of the model endpoint.
 */
@NullMarked
package io.tokenward.proxy.keys;

import org.jspecify.annotations.NullMarked;
