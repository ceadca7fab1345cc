package io.tokenward.proxy.dialect;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a stream's last event looks like. Immutable. */
sealed interface StreamEnd {
    /** Nothing tells. */
    StreamEnd NEVER = new Line("data", List.of());

    /** Whether that line ends its stream. */
    boolean in(byte[] line, int length);

    /** A line of that field with one of some values and nothing else, such as {@code data: [DONE]}. */
    record Line(String field, List<String> values) implements StreamEnd {
        private static final int SPACE = 8;

        public Line {
            values = List.copyOf(values);
        }

        @Override
        public boolean in(byte[] line, int length) {
            int longest = 0;
            for (String value : values)
                longest = Math.max(longest, value.length());
            if (length <= field.length() || length > field.length() + 1 + longest + SPACE) return false;
            String text = new String(line, 0, length, StandardCharsets.ISO_8859_1);
            return text.startsWith(field) && text.charAt(field.length()) == ':'
                    && values.contains(text.substring(field.length() + 1).strip());
        }
    }

    /** JSON with a name, such as {@code "finishReason"}; within a string its quotes would be escaped. */
    record Name(String name) implements StreamEnd {
        @Override
        public boolean in(byte[] line, int length) {
            byte[] wanted = ('"' + name + "\":").getBytes(StandardCharsets.US_ASCII);
            for (int at = length - wanted.length; at >= 0; at--) {
                if (line[at] == '"' && java.util.Arrays.equals(line, at, at + wanted.length, wanted, 0, wanted.length))
                    return true;
            }
            return false;
        }
    }
}
