package io.tokenward.detectors.mention;

import io.tokenward.detectors.Detector;
import io.tokenward.detectors.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Where a text quotes or discusses instead of saying: inside quotation marks and code, and in sentences about prompts and
 * attacks. Rules use it as an exception, so that a question about {@code "ignore previous instructions"} is no attack.
 *
 * <p>Whoever knows this can put an attack into quotation marks; it then reads as quoted to the model too, mostly. Strings
 * of JSON and attributes of HTML are no quotations: that is where tool results carry text that is meant to be read.
 */
public final class MentionDetector implements Detector {

    @Override
    public String name() {
        return "mention";
    }

    @Override
    public List<Span> find(String text) {
        var spans = new ArrayList<Span>();
        Quotations.find(text, spans);
        Topics.find(text, List.copyOf(spans), spans);
        return merged(spans);
    }

    private static List<Span> merged(List<Span> spans) {
        if (spans.size() < 2) return List.copyOf(spans);
        spans.sort(Comparator.comparingInt(Span::start));
        var merged = new ArrayList<Span>();
        Span open = spans.getFirst();
        for (Span span : spans.subList(1, spans.size())) {
            if (span.start() <= open.end()) {
                open = new Span(open.start(), Math.max(open.end(), span.end()));
            } else {
                merged.add(open);
                open = span;
            }
        }
        merged.add(open);
        return List.copyOf(merged);
    }
}
