package io.tokenward.rules;

import io.tokenward.detectors.Span;
import java.util.List;

/** Tells fast whether a span lies within one of many. Immutable, thread-safe. */
final class Enclosing {
    private final int[] starts;
    /** The farthest end of this and all before it. */
    private final int[] ends;

    /** @param spans ascending by start */
    Enclosing(List<Span> spans) {
        starts = new int[spans.size()];
        ends = new int[spans.size()];
        int end = 0;
        for (int i = 0; i < starts.length; i++) {
            starts[i] = spans.get(i).start();
            ends[i] = end = Math.max(end, spans.get(i).end());
        }
    }

    /** Whether one of the spans holds this one. */
    boolean holds(Span span) {
        int low = 0;
        int high = starts.length;
        while (low < high) {
            int middle = low + high >>> 1;
            if (starts[middle] <= span.start()) low = middle + 1;
            else
                high = middle;
        }
        return low > 0 && ends[low - 1] >= span.end();
    }
}
