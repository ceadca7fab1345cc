package io.tokenward.proxy.config;

import java.net.URI;
import java.util.Optional;

/**
 * Who is told of packages that are nearly or quite used up.
 *
 * @param webhook where each notice is posted to
 * @param credential sent along; empty for none
 */
public record NoticeSettings(URI webhook, Optional<SecretReference> credential) {}
