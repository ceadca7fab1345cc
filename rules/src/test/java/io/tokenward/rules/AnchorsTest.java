package io.tokenward.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

/** What is read off an expression must hold for every text that it matches: random expressions, with texts made from them. */
class AnchorsTest {
    private static final long FIRST_SEED = Long.getLong("seed", 20_261_123L);
    private static final int EXPRESSIONS = 2000;
    private static final int TEXTS = 20;

    @Test
    void everyMatchHasAnAnchorNoFartherInThanItSays() {
        int asked = 0;
        for (long seed = FIRST_SEED; seed < FIRST_SEED + EXPRESSIONS; seed++) {
            var random = new Random(seed);
            Node expression = Node.random(random, 3);
            List<Anchor> anchors = Anchors.of(expression.regex());
            if (anchors.isEmpty()) continue;
            for (int i = 0; i < TEXTS; i++) {
                String text = expression.text(random);
                String lower = Anchors.lower(text);
                assertThat(anchors)
                        .as("seed %d: %s in \"%s\"", seed, expression.regex(), text)
                        .anyMatch(anchor -> found(lower, anchor));
                asked++;
            }
        }
        assertThat(asked).isGreaterThan(EXPRESSIONS);
    }

    @Test
    void everyMatchBeginsWhereItMay() {
        int excluded = 0;
        int matched = 0;
        for (long seed = FIRST_SEED; seed < FIRST_SEED + EXPRESSIONS; seed++) {
            var random = new Random(seed);
            String edge = List.of("", "\\b", "\\B", "^", "(?m)^").get(random.nextInt(5));
            Node expression = Node.random(random, 3);
            Pattern pattern = Pattern.compile(edge + expression.regex());
            FirstUnits first = FirstUnits.of(pattern);
            for (int i = 0; i < TEXTS; i++) {
                String before = List.of("", "a", "Z", "7", "_", " ", "-", "\n", "\r", "é", "指").get(random.nextInt(11));
                String text = before + expression.text(random);
                var matcher = pattern.matcher(text).useTransparentBounds(true).useAnchoringBounds(false);
                if (!matcher.region(before.length(), text.length()).lookingAt() || text.equals(before)) continue;
                matched++;
                assertThat(first.mayBegin(before.isEmpty() ? ' ' : before.charAt(before.length() - 1),
                        text.charAt(before.length())))
                        .as("seed %d: %s in \"%s\"", seed, pattern, text)
                        .isTrue();
            }
            for (char c = 0; c < 128; c++)
                if (!first.mayBegin('a', c)) excluded++;
        }
        assertThat(matched).as("matches that were looked at").isGreaterThan(EXPRESSIONS * 4);
        assertThat(excluded).as("units that are no beginning").isGreaterThan(EXPRESSIONS * 64);
    }

    @Test
    void anAnchorInAnUnboundedTailIsFar() {
        assertThat(Anchors.of("a.{0,3}secret")).containsExactly(new Anchor("secret", 7));
        assertThat(Anchors.of("\\bfoo+ba(?:r|z)")).containsExactly(new Anchor("foo", 0));
        assertThat(Anchors.of(".*secret")).containsExactly(new Anchor("secret", Anchors.FAR));
        assertThat(Anchors.of("(?:[0-9]{2}key|token)s")).containsExactlyInAnyOrder(new Anchor("key", 4),
                new Anchor("token", 0));
        assertThat(Anchors.of("[a-z]+|secret")).isEmpty();
    }

    private static boolean found(String lower, Anchor anchor) {
        int at = lower.indexOf(anchor.literal());
        return at >= 0 && at <= anchor.before();
    }

    /** A piece of an expression that can make texts which it matches. */
    private interface Node {
        String regex();

        String text(Random random);

        static Node random(Random random, int depth) {
            return switch (depth == 0 ? random.nextInt(3) : random.nextInt(7)) {
                case 0, 1 -> literal(random);
                case 2 -> any(random);
                case 3 -> alternatives(random, depth);
                case 4 -> repeated(random(random, depth - 1), random);
                default -> sequence(random, depth);
            };
        }

        private static Node literal(Random random) {
            String text = random.ints(1 + random.nextInt(4), 'a', 'f')
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            return of(random.nextInt(4) == 0 ? text + "\\." : text, random.nextInt(4) == 0, text);
        }

        /** The literal; {@code \.} in an expression is a dot in the text. */
        private static Node of(String regex, boolean upper, String text) {
            String written = regex.endsWith("\\.") ? text + "." : text;
            return new Leaf(upper ? "(?i:" + regex + ")" : regex,
                    List.of(written, upper ? written.toUpperCase(java.util.Locale.ROOT) : written));
        }

        private static Node any(Random random) {
            return switch (random.nextInt(4)) {
                case 0 -> new Leaf(".", List.of("x", "😀", "a"));
                case 1 -> new Leaf("[xyz\\-😀]", List.of("x", "-", "😀"));
                case 2 -> new Leaf("\\d", List.of("0", "7"));
                default -> new Leaf("\\W", List.of(" ", "é", "😀"));
            };
        }

        private static Node alternatives(Random random, int depth) {
            List<Node> of = List.of(random(random, depth - 1), random(random, depth - 1));
            return new Group("(?:" + of.get(0).regex() + "|" + of.get(1).regex() + ")", of, true);
        }

        private static Node sequence(Random random, int depth) {
            List<Node> of = new ArrayList<>();
            for (int i = 0; i < 2 + random.nextInt(2); i++)
                of.add(random(random, depth - 1));
            return new Group(of.stream().map(Node::regex).reduce("", String::concat), of, false);
        }

        private static Node repeated(Node of, Random random) {
            int least = random.nextInt(3);
            int most = least + 1 + random.nextInt(2);
            String bounds = random.nextBoolean() ? "{" + least + "," + most + "}" : least == 0 ? "*" : "+";
            return new Repeated(of, Math.min(least, bounds.equals("+") ? 1 : least), most, bounds);
        }
    }

    private record Leaf(String regex, List<String> texts) implements Node {
        @Override
        public String text(Random random) {
            return texts.get(random.nextInt(texts.size()));
        }
    }

    private record Group(String regex, List<Node> of, boolean oneOf) implements Node {
        @Override
        public String text(Random random) {
            if (oneOf) return of.get(random.nextInt(of.size())).text(random);
            return of.stream().map(node -> node.text(random)).reduce("", String::concat);
        }
    }

    private record Repeated(Node of, int least, int most, String bounds) implements Node {
        @Override
        public String regex() {
            return "(?:" + of.regex() + ")" + bounds;
        }

        @Override
        public String text(Random random) {
            var text = new StringBuilder();
            for (int i = 0; i < least + random.nextInt(most - least + 1); i++)
                text.append(of.text(random));
            return text.toString();
        }
    }
}
