package io.tokenward.proxy.cli.rules;

import io.tokenward.detectors.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Marks places in a text: with colour on a terminal, not at all elsewhere. */
final class Marking {
    private static final String ON = "\u001b[1;31m";
    private static final String OFF = "\u001b[0m";

    private final boolean terminal;

    Marking(boolean terminal) {
        this.terminal = terminal;
    }

    static Marking forStandardOutput() {
        return new Marking(System.console() != null && System.console().isTerminal()
                && System.getenv("NO_COLOR") == null);
    }

    boolean terminal() {
        return terminal;
    }

    /** The text on one line, with the spans marked; control characters, which a terminal would obey, as question marks. */
    String mark(String text, List<Span> spans) {
        var out = new StringBuilder();
        int at = 0;
        for (Span span : merged(spans)) {
            out.append(plain(text, at, span.start()));
            if (terminal) out.append(ON);
            out.append(plain(text, span.start(), span.end()));
            if (terminal) out.append(OFF);
            at = span.end();
        }
        return out.append(plain(text, at, text.length())).toString();
    }

    private static String plain(String text, int from, int to) {
        var out = new StringBuilder();
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            out.append(c == '\n' || c == '\t' ? ' ' : Character.isISOControl(c) ? '?' : c);
        }
        return out.toString();
    }

    private static List<Span> merged(List<Span> spans) {
        List<Span> merged = new ArrayList<>();
        for (Span span : spans.stream().sorted(Comparator.comparingInt(Span::start)).toList()) {
            if (!merged.isEmpty() && span.start() <= merged.getLast().end()) {
                Span last = merged.removeLast();
                merged.add(new Span(last.start(), Math.max(last.end(), span.end())));
            } else {
                merged.add(span);
            }
        }
        return merged;
    }
}
