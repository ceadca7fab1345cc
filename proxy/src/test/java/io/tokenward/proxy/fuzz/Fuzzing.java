package io.tokenward.proxy.fuzz;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Feeds mutations of a kept corpus to a parser. Inputs that make it say something new are mutated further, those that it
 * accepts more often than those that it refuses: else what is refused for ever new reasons crowds out the rest. Not thread-safe.
 *
 * <p>The corpus of a target are the files in {@code src/test/resources/fuzz/<target>}; whatever once broke it belongs there.
 * How long it goes on: {@code -Dtokenward.fuzz.seconds} of processor time for each target, or as many rounds as the target asks
 * for, times {@code -Dtokenward.rounds}. {@code -Dseed} repeats a run. A run in which hardly an input is accepted fails: it
 * never came behind the first check of its parser.
 */
public final class Fuzzing {
    /** A parser. */
    public interface Target {
        /**
         * Reads one input.
         *
         * @return what it made of it
         * @throws Exception whatever it throws is a finding; what is allowed to be thrown has to be caught here
         */
        Reading read(byte[] input) throws Exception;
    }

    /**
     * What a parser made of an input.
     *
     * @param sign what it said, in few words: equal for inputs that it treats alike
     */
    public record Reading(boolean accepted, String sign) {
        public static Reading accepted(String sign) {
            return new Reading(true, sign);
        }

        public static Reading refused(String sign) {
            return new Reading(false, sign);
        }
    }

    private static final int MOST_KEPT = 400;
    private static final int LONGEST = 8 << 10;
    private static final int LONGEST_SIGN = 120;
    private static final int MOST_SAID = 100_000;
    /** One in so many inputs is accepted at least. */
    private static final int RAREST = 100;

    private final String name;
    private final List<byte[]> corpus = new ArrayList<>();
    private final List<byte[]> refused = new ArrayList<>();
    private final int fixed;
    private final List<byte[]> words;
    private final Set<String> said = new HashSet<>();
    private long inputs;
    private long accepted;

    private Fuzzing(String name, List<byte[]> made, List<String> words) throws IOException {
        this.name = name;
        corpus.addAll(made);
        try (var files = Files.list(Path.of("src", "test", "resources", "fuzz", name))) {
            for (Path file : files.sorted().toList())
                corpus.add(Files.readAllBytes(file));
        }
        if (corpus.isEmpty()) throw new IOException("the corpus " + name + " is empty");
        fixed = corpus.size();
        this.words = words.stream().map(word -> word.getBytes(StandardCharsets.UTF_8)).toList();
    }

    /**
     * Runs a target.
     *
     * @param words that mean something to the parser
     * @param rounds of the short form
     * @return how many different things it said
     * @throws AssertionError with the input, where it throws; or if it accepts hardly anything
     */
    public static int run(String name, List<String> words, int rounds, Target target) throws IOException {
        return run(name, List.of(), words, rounds, target);
    }

    /**
     * Runs a target.
     *
     * @param made inputs beside the corpus that cannot lie in a file, such as private keys
     */
    public static int run(String name, List<byte[]> made, List<String> words, int rounds, Target target)
            throws IOException {
        var fuzzing = new Fuzzing(name, made, words);
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("fuzz " + name + ", seed " + seed);
        fuzzing.run(target, new Random(seed), rounds * Integer.getInteger("tokenward.rounds", 1), seed);
        return fuzzing.said.size();
    }

    private void run(Target target, Random random, int rounds, long seed) {
        for (byte[] seedInput : List.copyOf(corpus))
            read(target, seedInput, seed);
        long nanos = TimeUnit.SECONDS.toNanos(Integer.getInteger("tokenward.fuzz.seconds", 0));
        long began = processorNanos();
        for (int round = 0; nanos > 0 ? processorNanos() - began < nanos : round < rounds; round++) {
            byte[] input = mutated(random);
            read(target, input, seed).ifPresent(reading -> keep(input, reading, random));
        }
        System.out.printf("fuzz %s: %d inputs, %d accepted, %d things said, %.1f s of processor time%n", name, inputs,
                accepted, said.size(), (processorNanos() - began) / 1e9);
        if (accepted * RAREST < inputs)
            throw new AssertionError("fuzz " + name + ": " + accepted + " of " + inputs + " accepted, seed " + seed);
    }

    private static long processorNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** What it said, where it had not said that before. */
    private Optional<Reading> read(Target target, byte[] input, long seed) {
        try {
            Reading reading = target.read(input);
            inputs++;
            if (reading.accepted()) accepted++;
            String sign = reading.sign().replaceAll("[0-9]+", "0");
            boolean unheard = said.size() < MOST_SAID
                    && said.add(sign.length() > LONGEST_SIGN ? sign.substring(0, LONGEST_SIGN) : sign);
            return unheard ? Optional.of(reading) : Optional.empty();
        } catch (Exception | Error finding) {
            throw new AssertionError(
                    "fuzz " + name + ", seed " + seed + ", input in hex: " + HexFormat.of().formatHex(input),
                    finding);
        }
    }

    private void keep(byte[] input, Reading reading, Random random) {
        List<byte[]> kept = reading.accepted() ? corpus : refused;
        int first = reading.accepted() ? fixed : 0;
        if (kept.size() < first + MOST_KEPT) {
            kept.add(input);
        } else {
            kept.set(first + random.nextInt(MOST_KEPT), input);
        }
    }

    private byte[] mutated(Random random) {
        List<byte[]> parents = refused.isEmpty() || random.nextInt(4) > 0 ? corpus : refused;
        byte[] input = parents.get(random.nextInt(parents.size()));
        for (int i = 1 + random.nextInt(4); i > 0; i--)
            input = mutation(input, random);
        return input.length > LONGEST ? Arrays.copyOf(input, LONGEST) : input;
    }

    private byte[] mutation(byte[] input, Random random) {
        int from = random.nextInt(input.length + 1);
        int to = Math.min(input.length, from + random.nextInt(1 + random.nextInt(32)));
        return switch (random.nextInt(8)) {
            case 0 -> spliced(input, from, to, new byte[0]);
            case 1 -> spliced(input, from, from, word(random));
            case 2 -> spliced(input, from, to, word(random));
            case 3 -> spliced(input, from, from, Arrays.copyOfRange(input, from, to));
            case 4 -> flipped(input, random);
            case 5 -> spliced(input, from, Math.min(input.length, from + 1), new byte[]{(byte) random.nextInt(256)});
            case 6 -> Arrays.copyOf(input, from);
            default -> crossed(input, from, random);
        };
    }

    private byte[] word(Random random) {
        return words.isEmpty() ? new byte[]{(byte) random.nextInt(256)} : words.get(random.nextInt(words.size()));
    }

    private byte[] crossed(byte[] input, int from, Random random) {
        byte[] other = corpus.get(random.nextInt(corpus.size()));
        return spliced(input, from, input.length,
                Arrays.copyOfRange(other, Math.min(from, other.length), other.length));
    }

    private static byte[] flipped(byte[] input, Random random) {
        if (input.length == 0) return input;
        byte[] flipped = input.clone();
        flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
        return flipped;
    }

    private static byte[] spliced(byte[] input, int from, int to, byte[] middle) {
        byte[] out = Arrays.copyOf(input, from + middle.length + input.length - to);
        System.arraycopy(middle, 0, out, from, middle.length);
        System.arraycopy(input, to, out, from + middle.length, input.length - to);
        return out;
    }
}
