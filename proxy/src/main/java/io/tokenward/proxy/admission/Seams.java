package io.tokenward.proxy.admission;

import io.tokenward.detectors.Finding;
import io.tokenward.detectors.Passage;
import io.tokenward.detectors.Role;
import io.tokenward.detectors.Span;
import io.tokenward.rules.DeadlineExceeded;
import io.tokenward.rules.Evidence;
import io.tokenward.rules.RuleEngine;
import io.tokenward.rules.Scope;
import io.tokenward.rules.Trust;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Sees what was split over neighbouring parts and turns: beside each passage, the seam between it and what the same role
 * said before is examined as a short passage of its own, from the cache where it is known. What lies wholly on one side of a
 * seam was found there and does not count twice. One prompt's; not thread-safe.
 *
 * <p>What the model learned does not count on a seam: two harmless texts put together look like none it has seen.
 */
final class Seams {
    /** Units on each side. Parts may be shorter: what is before then holds several. */
    private static final int REACH = 256;
    private static final String LEARNED = "learned-";
    /**
     * Stands between two turns where the first ended its sentence: words of two sentences are further apart than their
     * places tell, and two words that no rule knows keep them so.
     */
    private static final String BORDER = " zz zz ";

    private final EvidenceCache cache;
    private final String tenant;
    private final Trust trust;
    private final RuleEngine engine;
    private final boolean personalData;
    private final long deadlineNanos;
    private final Map<Role, String> before = new EnumMap<>(Role.class);

    /** @param personalData whether it is looked for in passages; on seams it does not count */
    Seams(EvidenceCache cache, String tenant, Trust trust, RuleEngine engine, boolean personalData,
            long deadlineNanos) {
        this.cache = cache;
        this.tenant = tenant;
        this.trust = trust;
        this.engine = engine;
        this.personalData = personalData;
        this.deadlineNanos = deadlineNanos;
    }

    /** The evidence of the next passage of the prompt, and of its seam. */
    Evidence next(Passage passage) throws DeadlineExceeded {
        Evidence own = cache.of(passage, tenant, trust, engine, Scope.of(personalData), deadlineNanos);
        if (!isSpoken(passage.role()) || passage.text().isBlank()) return own;
        String tail = before.get(passage.role());
        String head = passage.text().substring(0, Math.min(REACH, passage.text().length()));
        before.put(passage.role(), end(tail == null || passage.text().length() >= REACH
                ? passage.text()
                : tail + " " + passage.text()));
        if (tail == null) return own;
        String start = tail + (endsSentence(tail) ? BORDER : " ");
        var joint = new Passage(start + head, passage.role(), passage.pointer());
        Evidence seam = cache.of(joint, tenant, trust, engine, Scope.SEAM, deadlineNanos);
        return seam.findings().isEmpty() ? own : with(own, seam, tail.length(), start.length());
    }

    private static String end(String text) {
        return text.substring(Math.max(0, text.length() - REACH));
    }

    private static boolean endsSentence(String text) {
        int last = text.length() - 1;
        while (last >= 0 && Character.isWhitespace(text.charAt(last)))
            last--;
        return last >= 0 && ".!?。！？".indexOf(text.charAt(last)) >= 0;
    }

    /** Names of fields and descriptions of tools are no speech, and there are many of them. */
    private static boolean isSpoken(Role role) {
        return switch (role) {
            case USER, ASSISTANT, TOOL_RESULT, DOCUMENT -> true;
            case SYSTEM, TOOL_DEFINITION, METADATA, HEADER -> false;
        };
    }

    private static Evidence with(Evidence own, Evidence seam, int tailEnd, int headStart) {
        List<Finding> all = new ArrayList<>(own.findings());
        for (Finding finding : seam.findings()) {
            boolean crosses = finding.span().start() < tailEnd && finding.span().end() > headStart;
            if (!crosses || !finding.category().attack() || finding.rule().startsWith(LEARNED)) continue;
            all.add(new Finding(finding.rule(), finding.category(), finding.severity(), finding.view(),
                    new Span(0, finding.span().end() - headStart)));
        }
        all.sort(java.util.Comparator.comparingInt((Finding finding) -> finding.span().start())
                .thenComparing(Finding::rule));
        return new Evidence(all);
    }
}
