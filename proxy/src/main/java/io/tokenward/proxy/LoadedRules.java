package io.tokenward.proxy;

import io.tokenward.proxy.config.RulesSettings;
import io.tokenward.rules.RuleEngine;
import io.tokenward.rules.RulesProblem;

/**
 * Rules as they were read. Immutable.
 *
 * @param engine ready to be put in force
 * @param from the settings that named the packs
 * @param stamp how the files looked before they were read: who changes one meanwhile is noticed at the next look
 */
record LoadedRules(RuleEngine engine, RulesSettings from, PackStamp stamp) {

    /** Reads them, which takes seconds for thousands. */
    static LoadedRules read(RulesSettings settings) throws RulesProblem {
        PackStamp before = PackStamp.of(settings);
        return new LoadedRules(RulePacks.load(settings), settings, before);
    }
}
