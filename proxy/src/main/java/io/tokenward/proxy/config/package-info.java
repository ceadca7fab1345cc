/**
 * {@code tokenward.yaml} read into a tree of immutable records. Everything is checked here, all errors are shown at once with
 * file, line and column, and only keys that this version really honours are accepted. Nothing is opened, bound or
 * resolved yet: that is the work of whoever gets the records. Begin reading at {@link SettingsReader}; what every key means
 * is in {@code docs/configuration.md}.
 */
@NullMarked
package io.tokenward.proxy.config;

import org.jspecify.annotations.NullMarked;
