package io.tokenward.proxy.cli.rules;

import io.tokenward.detectors.Finding;
import io.tokenward.detectors.Span;
import io.tokenward.detectors.text.TextView;
import io.tokenward.rules.Assessment;
import io.tokenward.rules.explain.Traced;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** An explanation for people. */
final class ExplainedText {
    /** More places of one part are only counted. */
    private static final int MOST_PLACES = 4;
    private static final int LONGEST = 160;

    private final PrintStream out;
    private final Marking marking;

    ExplainedText(PrintStream out, Marking marking) {
        this.out = out;
        this.marking = marking;
    }

    void print(Explained explained, List<ExplainedRule> rules) {
        String text = explained.passage().text();
        Assessment assessment = explained.assessment();
        out.printf(Locale.ROOT, "decision   %s under policy %s: score %.2f of %d points, operating point %.2f%n",
                assessment.decision().word(), explained.policy().name(), assessment.injectionScore(),
                assessment.anomaly(), explained.policy().operatingPoint().score());
        if (marking.terminal() && text.length() <= 2000) {
            List<Span> spans = rules.stream().flatMap(rule -> rule.findings().stream()).map(Finding::span).toList();
            out.println("text       " + marking.mark(text, spans));
        }
        out.println("views      " + explained.views().stream().map(this::view).collect(Collectors.joining("; ")));
        if (rules.isEmpty()) out.println("no rule matches; --rule ID tells why one does not, --all what comes near");
        rules.forEach(rule -> rule(rule, text));
    }

    private String view(TextView view) {
        return view.name() + " \"" + cut(marking.mark(view.text(), List.of()), 60) + '"';
    }

    private void rule(ExplainedRule rule, String text) {
        out.println();
        out.printf("%s  %s: %s%n", rule.rule().id(), rule.rule().severity().word(), rule.rule().title());
        for (Finding finding : rule.findings().stream().limit(MOST_PLACES).toList()) {
            out.printf("  matches %s %d..%d \"%s\"%n", finding.view(), finding.span().start(), finding.span().end(),
                    excerpt(text, finding.span()));
        }
        if (rule.findings().isEmpty()) out.println("  does not match");
        if (rule.points() > 0) out.printf("  adds %d points%n", rule.points());
        rule.notCounted().ifPresent(why -> out.println("  does not count: " + why));
        if (!rule.apart().isEmpty()) out.println("  " + rule.apart());
        node(rule.trace().tree(), text, "  ");
    }

    private void node(Traced node, String text, String indent) {
        out.println(indent + (node.holds() ? "yes  " : "no   ") + node.kind()
                + (node.written().isEmpty() ? "" : " " + cut(node.written(), LONGEST)));
        if (node.of().isEmpty()) {
            for (Traced.Seen seen : node.seen().stream().limit(MOST_PLACES).toList()) {
                out.printf("%s       %s %d..%d \"%s\"%n", indent, seen.view(), seen.span().start(), seen.span().end(),
                        excerpt(text, seen.span()));
            }
            if (node.seen().size() > MOST_PLACES)
                out.println(indent + "       and " + (node.seen().size() - MOST_PLACES) + " more");
        }
        node.of().forEach(child -> node(child, text, indent + "  "));
    }

    private String excerpt(String text, Span span) {
        return cut(marking.mark(text.substring(span.start(), span.end()), List.of()), LONGEST);
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length) + "…";
    }
}
