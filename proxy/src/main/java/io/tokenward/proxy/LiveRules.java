package io.tokenward.proxy;

import io.tokenward.proxy.config.RulesSettings;
import io.tokenward.proxy.live.Live;
import io.tokenward.rules.Exclusion;
import io.tokenward.rules.Mode;
import io.tokenward.rules.Pack;
import io.tokenward.rules.RuleEngine;
import io.tokenward.rules.RulesProblem;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules in force and where they come from. They are replaced as a whole, when their files have changed or when somebody says
 * so; rules with any error replace nothing. Exchanges hold on to the rules that they began with. Thread-safe.
 */
final class LiveRules {
    private static final Logger LOG = LoggerFactory.getLogger(LiveRules.class);

    private final Live<RuleEngine> engine;
    private final Clock clock;
    private RulesSettings settings;
    private PackStamp loaded;
    private PackStamp seen;
    private List<String> problems = List.of();

    LiveRules(LoadedRules first, Clock clock) {
        this.engine = new Live<>(first.engine());
        this.settings = first.from();
        this.clock = clock;
        loaded = first.stamp();
        seen = loaded;
        tellExpired(first.engine());
    }

    Live<RuleEngine> engine() {
        return engine;
    }

    /**
     * To be called now and then: loads what has changed. A change is taken up when it looks the same twice, so that a pack that is
     * being copied is not read half.
     */
    void poll() {
        Optional<RulesSettings> changed = changed();
        if (changed.isEmpty()) return;
        try {
            take(RulesLoading.beside(changed.get()));
        } catch (RulesProblem wrong) {
            stay(wrong.messages());
        } catch (RuntimeException defect) {
            // The looks must go on: the next change may well mend it.
            LOG.error("A defect: rules could not be read", defect);
            stay(List.of("a defect: " + defect));
        }
    }

    /** Where to read rules from that have changed and settled. Nobody who asks how it stands waits until they are read. */
    private synchronized Optional<RulesSettings> changed() {
        PackStamp now = PackStamp.of(settings);
        boolean settled = now.equals(seen);
        seen = now;
        if (!settled || now.equals(loaded)) return Optional.empty();
        loaded = now;
        return Optional.of(settings);
    }

    /** Unless somebody has named other packs meanwhile. */
    private synchronized void take(LoadedRules next) {
        if (next.from() == settings) replace(next);
    }

    private synchronized void stay(List<String> wrong) {
        problems = wrong;
        LOG.error("Changed rules have errors, so those in force stay, {}:\n{}", engine.get().version(),
                String.join("\n", wrong));
    }

    /** Puts rules in force. */
    synchronized void replace(LoadedRules read) {
        RuleEngine next = read.engine();
        settings = read.from();
        loaded = read.stamp();
        seen = loaded;
        problems = List.of();
        // Where nothing has changed, what was learned with the old one stays good.
        if (next.version().equals(engine.get().version())) return;
        engine.replace(next);
        LOG.info("Rules {} in force: {} rules of {} packs", next.version(), next.rules().size(), next.packs().size());
        tellExpired(next);
    }

    private void tellExpired(RuleEngine now) {
        for (Exclusion exclusion : now.exclusions().expired(today()))
            LOG.warn("{}: this exclusion does not work any more, its last day was {}; owner {}", exclusion.place(),
                    exclusion.expires(), exclusion.owner());
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    /** How it stands, as names and values that JSON can hold. */
    synchronized Map<String, Object> status() {
        RuleEngine now = engine.get();
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("version", now.version());
        status.put("count", now.rules().size());
        status.put("shadow", now.rules().stream().filter(rule -> rule.mode() == Mode.SHADOW).count());
        status.put("packs", now.packs().stream().map(LiveRules::shown).toList());
        status.put("exclusions", now.exclusions().all().size());
        status.put("expired-exclusions",
                now.exclusions().expired(today()).stream().map(LiveRules::shown).toList());
        if (!problems.isEmpty()) status.put("problems", problems);
        return status;
    }

    private static Map<String, Object> shown(Pack pack) {
        return Map.of("name", pack.name(), "version", pack.version(), "mode", pack.mode().word(), "rules",
                pack.rules().size());
    }

    private static Map<String, Object> shown(Exclusion exclusion) {
        return Map.of("place", exclusion.place().toString(), "owner", exclusion.owner(), "reason", exclusion.reason(),
                "expires", exclusion.expires().toString());
    }
}
