/**
 * JSON as strictly as the strictest of all readers behind us, with the place of every token, so that what was screened is
 * what the model reads and a change touches only the string it means. Begin reading at
 * {@link io.tokenward.proxy.dialect.json.JsonReader}.
 */
@NullMarked
package io.tokenward.proxy.dialect.json;

import org.jspecify.annotations.NullMarked;
