/**
 * YAML 1.2 read into nodes that know their place, so that every error can name file, line and column. Used by rule packs
 * and by the configuration. Begin reading at {@link Yaml}.
 */
@NullMarked
package io.tokenward.rules.yaml;

import org.jspecify.annotations.NullMarked;
