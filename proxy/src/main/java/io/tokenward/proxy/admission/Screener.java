package io.tokenward.proxy.admission;

import io.tokenward.detectors.Passage;
import io.tokenward.detectors.Prompt;
import io.tokenward.proxy.live.Live;
import io.tokenward.rules.Assessment;
import io.tokenward.rules.DeadlineExceeded;
import io.tokenward.rules.Evidence;
import io.tokenward.rules.Policy;
import io.tokenward.rules.RuleEngine;
import io.tokenward.rules.Trust;
import io.tokenward.rules.Verdict;
import java.util.ArrayList;
import java.util.List;

/** Evidence of each passage, then one verdict over all. Thread-safe; the rules in force are read once per prompt. */
public final class Screener {
    private final Live<RuleEngine> rules;
    private final EvidenceCache cache;

    /** Screens with whatever rules are in force. */
    public Screener(Live<RuleEngine> rules, EvidenceCache cache) {
        this.rules = rules;
        this.cache = cache;
    }

    /** The rules in force now. */
    public RuleEngine engine() {
        return rules.get();
    }

    /** Judges a prompt; throws where the policy's deadline passes first. */
    public Assessment screen(RuleEngine engine, Prompt prompt, String tenant, Policy policy, Trust trust)
            throws DeadlineExceeded {
        long deadline = System.nanoTime() + policy.deadline().toNanos();
        List<Evidence> evidence = new ArrayList<>(prompt.passages().size());
        for (Passage passage : prompt.passages())
            evidence.add(cache.of(passage, tenant, trust, engine, deadline));
        return Verdict.assess(prompt, evidence, policy, engine);
    }
}
