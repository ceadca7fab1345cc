package io.tokenward.proxy.admission;

import io.tokenward.rules.Decision;

/**
 * What another policy would have made of a prompt.
 *
 * @param policy its name
 * @param decision what it would have decided
 */
public record Comparison(String policy, Decision decision) {}
