package io.tokenward.proxy.admission;

import io.tokenward.rules.Assessment;
import java.util.Optional;

/**
 * What was found in a prompt.
 *
 * @param assessment under the policy that applies
 * @param comparison under the one that it is compared with
 */
record Screened(Assessment assessment, Optional<Comparison> comparison) {}
