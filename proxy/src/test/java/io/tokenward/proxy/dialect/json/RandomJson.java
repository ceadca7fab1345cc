package io.tokenward.proxy.dialect.json;

import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Valid documents in all spellings that RFC 8259 allows. */
public final class RandomJson {
    private static final String[] NUMBERS = {"0", "-0", "1", "-17", "3.25", "1e3", "1E+2", "5e-3", "0.5e1",
            "12345678901"};

    private RandomJson() {}

    /** An object of at most {@code depth} further levels. */
    public static String object(RandomGenerator random, int depth) {
        var out = new StringBuilder(space(random)).append('{');
        Set<String> names = new HashSet<>();
        int count = random.nextInt(6);
        for (int i = 0; i < count; i++) {
            String name = text(random);
            if (!names.add(FieldNames.fold(name))) continue;
            if (names.size() > 1) out.append(',');
            out.append(space(random))
                    .append(token(random, name))
                    .append(space(random))
                    .append(':')
                    .append(value(random, depth));
        }
        return out.append(space(random)).append('}').append(space(random)).toString();
    }

    private static String value(RandomGenerator random, int depth) {
        String value = switch (random.nextInt(depth > 0 ? 8 : 6)) {
            case 0 -> NUMBERS[random.nextInt(NUMBERS.length)];
            case 1 -> new String[]{"true", "false", "null"}[random.nextInt(3)];
            case 2, 3, 4, 5 -> token(random, text(random));
            case 6 -> object(random, depth - 1);
            default -> array(random, depth - 1);
        };
        return space(random) + value + space(random);
    }

    private static String array(RandomGenerator random, int depth) {
        var out = new StringBuilder("[").append(space(random));
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++)
            out.append(i > 0 ? "," : "").append(value(random, depth));
        return out.append(']').toString();
    }

    /** Text with characters of all lengths in UTF-8; never half a character. */
    public static String text(RandomGenerator random) {
        var out = new StringBuilder();
        int count = random.nextInt(12);
        for (int i = 0; i < count; i++) {
            switch (random.nextInt(8)) {
                case 0 -> out.append((char) random.nextInt(0x20));
                case 1 -> out.append("\"\\/'{}[]:,".charAt(random.nextInt(10)));
                case 2 -> out.append((char) (0x80 + random.nextInt(0x700)));
                case 3 -> out.append((char) (0x800 + random.nextInt(0xC000)));
                case 4 -> out.appendCodePoint(0x10000 + random.nextInt(0x100000));
                default -> out.append((char) ('A' + random.nextInt(58)));
            }
        }
        return out.toString();
    }

    /** The text as a token, in one of its spellings. */
    public static String token(RandomGenerator random, String text) {
        if (random.nextBoolean()) return JsonText.quote(text);
        var out = new StringBuilder("\"");
        text.chars().forEach(c -> out.append(String.format(random.nextBoolean() ? "\\u%04x" : "\\u%04X", c)));
        return out.append('"').toString();
    }

    private static String space(RandomGenerator random) {
        return switch (random.nextInt(8)) {
            case 0 -> " ";
            case 1 -> "\n\t";
            case 2 -> "\r\n  ";
            default -> "";
        };
    }
}
