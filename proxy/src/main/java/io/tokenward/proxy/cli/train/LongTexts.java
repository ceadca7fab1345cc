package io.tokenward.proxy.cli.train;

import io.tokenward.detectors.injection.Strata;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Long harmless texts, put together from ordinary ones. Windows that reach over several texts look like none of them, and a
 * long text has many windows; a model that saw short texts alone is wrong about both.
 */
final class LongTexts {
    /** What their source is called; they are copies, so they say nothing about how widely a feature is used. */
    static final String SOURCE = "joined";

    private final List<Document> pieces;
    private final RandomGenerator random;

    private LongTexts(List<Document> pieces, RandomGenerator random) {
        this.pieces = pieces;
        this.random = random;
    }

    /** From the ordinary harmless texts among {@code documents} in one group of roles. */
    static LongTexts of(List<Document> documents, int group, RandomGenerator random) {
        return new LongTexts(documents.stream()
                .filter(document -> document.ordinary() && Strata.group(document.stratum) == group)
                .toList(), random);
    }

    /** So many texts of {@code length} characters; none where there is nothing to join. */
    List<Document> make(int count, int length) {
        List<Document> made = new ArrayList<>();
        if (pieces.isEmpty()) return made;
        for (int i = 0; i < count; i++) {
            Example first = next();
            var text = new StringBuilder(first.text());
            while (text.length() < length)
                text.append("\n\n").append(next().text());
            text.setLength(length);
            made.add(Document.of(
                    new Example(text.toString(), false, SOURCE, first.role().name(), first.role(), false, 1), length));
        }
        return made;
    }

    private Example next() {
        return pieces.get(random.nextInt(pieces.size())).example;
    }
}
