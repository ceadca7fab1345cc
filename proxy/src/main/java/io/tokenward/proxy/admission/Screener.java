package io.tokenward.proxy.admission;

import io.tokenward.detectors.Passage;
import io.tokenward.detectors.Prompt;
import io.tokenward.detectors.Role;
import io.tokenward.proxy.live.Live;
import io.tokenward.rules.DeadlineExceeded;
import io.tokenward.rules.Evidence;
import io.tokenward.rules.Origin;
import io.tokenward.rules.Policy;
import io.tokenward.rules.RuleEngine;
import io.tokenward.rules.Scope;
import io.tokenward.rules.Trust;
import io.tokenward.rules.Verdict;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Evidence of each passage, then one verdict over all. Thread-safe; the rules in force are read once per prompt. */
public final class Screener {
    private final Live<RuleEngine> rules;
    private final EvidenceCache cache;
    private final Clock clock;

    /** Screens with whatever rules are in force. */
    public Screener(Live<RuleEngine> rules, EvidenceCache cache) {
        this(rules, cache, Clock.systemUTC());
    }

    /** The same, with a clock of one's own for exclusions. */
    Screener(Live<RuleEngine> rules, EvidenceCache cache, Clock clock) {
        this.rules = rules;
        this.cache = cache;
        this.clock = clock;
    }

    /** The rules in force now. */
    public RuleEngine engine() {
        return rules.get();
    }

    /** Judges a prompt; throws where the policy's deadline passes first. */
    Screened screen(RuleEngine engine, Prompt prompt, Origin origin, Policy policy, Optional<Policy> compared,
            Trust trust) throws DeadlineExceeded {
        long deadline = System.nanoTime() + policy.deadline().toNanos();
        List<Evidence> evidence = new ArrayList<>(prompt.passages().size());
        boolean personalData = policy.caresForPersonalData()
                || compared.filter(Policy::caresForPersonalData).isPresent();
        var seams = new Seams(cache, origin.tenant(), trust, engine, personalData, deadline);
        List<Passage> passages = prompt.passages();
        for (int from = 0; from < passages.size();) {
            int end = from;
            while (end < passages.size() && passages.get(end).role() == Role.HEADER)
                end++;
            if (end > from) {
                evidence.addAll(cache.ofAll(passages.subList(from, end), origin.tenant(), trust, engine,
                        Scope.of(personalData), deadline));
                from = end;
            } else {
                evidence.add(seams.next(passages.get(from++)));
            }
        }
        // Behind the cache: what it holds is the same for all of a tenant's routes, and for all of an exclusion's days.
        List<Evidence> counted = engine.exclusions()
                .apply(prompt, evidence, origin, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
        return new Screened(Verdict.assess(prompt, counted, policy, engine), compared.map(
                other -> new Comparison(other.name(), Verdict.assess(prompt, counted, other, engine).decision())));
    }
}
