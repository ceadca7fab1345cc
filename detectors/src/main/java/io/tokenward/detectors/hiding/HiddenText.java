package io.tokenward.detectors.hiding;

import io.tokenward.detectors.Detector;
import io.tokenward.detectors.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs of characters that show nothing and can carry a message: tag characters outside of a flag, variation selectors in a
 * row, zero-width characters in a row.
 */
public final class HiddenText implements Detector {
    /** A flag of a region is six tags and an end. */
    private static final int FEWEST_TAGS = 4;
    /** One selector belongs to the character before it; more in a row to none. */
    private static final int FEWEST_SELECTORS = 4;
    /** Eight bits. Typists leave one or two behind. */
    private static final int FEWEST_ZERO_WIDTH = 8;
    private static final int BLACK_FLAG = 0x1F3F4;

    @Override
    public String name() {
        return "hidden-text";
    }

    @Override
    public boolean looksAtAscii() {
        return false;
    }

    @Override
    public List<Span> find(String text) {
        List<Span> spans = List.of();
        for (int i = 0; i < text.length();) {
            char c = text.charAt(i);
            if (c < 0x200B) {
                i++;
                continue;
            }
            Kind kind = Kind.at(text, i);
            if (kind == Kind.NONE) {
                i++;
                continue;
            }
            int end = i;
            int count = 0;
            while (end < text.length() && Kind.at(text, end) == kind) {
                end += Character.charCount(text.codePointAt(end));
                count++;
            }
            if (count >= kind.fewest && !(kind == Kind.TAG && isFlag(text, i))) {
                if (spans.isEmpty()) spans = new ArrayList<>();
                spans.add(new Span(i, end));
            }
            i = end;
        }
        return List.copyOf(spans);
    }

    private static boolean isFlag(String text, int at) {
        return at >= 2 && text.codePointBefore(at) == BLACK_FLAG;
    }

    private enum Kind {
        NONE(Integer.MAX_VALUE), TAG(FEWEST_TAGS), SELECTOR(FEWEST_SELECTORS), ZERO_WIDTH(FEWEST_ZERO_WIDTH);

        private final int fewest;

        Kind(int fewest) {
            this.fewest = fewest;
        }

        static Kind at(String text, int at) {
            char c = text.charAt(at);
            if (c >= 0x200B && c <= 0x200F || c >= 0x2060 && c <= 0x2064 || c == 0xFEFF) return ZERO_WIDTH;
            if (c >= 0xFE00 && c <= 0xFE0F) return SELECTOR;
            if (c != 0xDB40) return NONE;
            int codePoint = text.codePointAt(at);
            if (codePoint >= 0xE0020 && codePoint <= 0xE007F) return TAG;
            return codePoint >= 0xE0100 && codePoint <= 0xE01EF ? SELECTOR : NONE;
        }
    }
}
