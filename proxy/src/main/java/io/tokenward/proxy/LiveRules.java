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

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules in force and where they come from. They are replaced as a whole, when their files have changed or when somebody says
 * so; rules with any error replace nothing. Exchanges hold on to the rules that they began with. Thread-safe: loads take turns.
 */
final class LiveRules {
    private static final Logger LOG = LoggerFactory.getLogger(LiveRules.class);

    private final Live<RuleEngine> engine;
    private final Clock clock;
    private RulesSettings settings;
    private PackStamp loaded;
    private PackStamp seen;
    private List<String> problems = List.of();

    LiveRules(RuleEngine first, RulesSettings settings, Clock clock) {
        this.engine = new Live<>(first);
        this.settings = settings;
        this.clock = clock;
        loaded = PackStamp.of(settings);
        seen = loaded;
        tellExpired(first);
    }

    Live<RuleEngine> engine() {
        return engine;
    }

    /**
     * To be called now and then: loads what has changed. A change is taken up when it looks the same twice, so that a pack that is
     * being copied is not read half.
     */
    synchronized void poll() {
        PackStamp now = PackStamp.of(settings);
        boolean settled = now.equals(seen);
        seen = now;
        if (!settled || now.equals(loaded)) return;
        loaded = now;
        try {
            replace(RulesLoading.beside(settings), settings);
        } catch (RulesProblem wrong) {
            stay(wrong.messages());
        } catch (RuntimeException defect) {
            // The looks must go on: the next change may well mend it.
            LOG.error("A defect: rules could not be read", defect);
            stay(List.of("a defect: " + defect));
        }
    }

    private void stay(List<String> wrong) {
        problems = wrong;
        LOG.error("Changed rules have errors, so those in force stay, {}:\n{}", engine.get().version(),
                String.join("\n", wrong));
    }

    /** Puts an engine in force that was loaded from these settings. */
    synchronized void replace(RuleEngine next, RulesSettings from) {
        settings = from;
        loaded = PackStamp.of(from);
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
