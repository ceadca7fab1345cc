package io.tokenward.proxy.cli.train;

import io.tokenward.detectors.Role;

/**
 * One text to learn from.
 *
 * @param text as it stands
 * @param attack whether it must be found
 * @param source whose texts share one weight
 * @param family within the source, for sharing its weight
 * @param role in whose mouth it is put
 * @param share of the usual weight of one text; mutated copies have less
 */
record Example(String text, boolean attack, String source, String family, Role role, double share) {}
