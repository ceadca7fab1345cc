package io.tokenward.proxy.demo;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The words of an answer in the pieces a stream sends. Every piece but the last ends in a space.
 *
 * @param tokens words altogether
 * @param count how many pieces
 * @param truncated whether the caller's limit cut it short
 */
record ScriptedModelText(int tokens, int count, boolean truncated, PieceAt source) {
    private static final int SENTENCE_PIECES = 8;
    private static final int FILLER_WORDS_PER_KIB = 16;
    /** Together with its space a sixteenth of a KiB. */
    private static final String FILLER_WORD = "f".repeat(1024 / FILLER_WORDS_PER_KIB - 1);
    private static final Piece FILLER_KIB = new Piece((FILLER_WORD + " ").repeat(FILLER_WORDS_PER_KIB),
            FILLER_WORDS_PER_KIB);

    /** Some words in a row and how many they are. */
    record Piece(String text, int tokens) {}

    @FunctionalInterface
    interface PieceAt {
        Piece piece(int index);
    }

    /** A sentence that tells how long the prompt was. */
    static ScriptedModelText sentence(ScriptedModelCall call) {
        String sentence = "This answer comes from a scripted model on this machine: the word count of your messages is "
                + call.prompt().words() + ", and no provider will ever bill you for them.";
        List<String> all = List.of(sentence.split(" "));
        List<String> words = all.subList(0, Math.min(all.size(), call.maxWords()));
        int perPiece = Math.ceilDiv(words.size(), SENTENCE_PIECES);
        int count = Math.ceilDiv(words.size(), perPiece);
        return new ScriptedModelText(words.size(), count, words.size() < all.size(), index -> {
            int end = Math.min(words.size(), (index + 1) * perPiece);
            List<String> some = words.subList(index * perPiece, end);
            return new Piece(String.join(" ", some) + (end < words.size() ? " " : ""), some.size());
        });
    }

    /** So many KiB; no limit of the caller applies. */
    static ScriptedModelText filler(int kibibytes) {
        return new ScriptedModelText(kibibytes * FILLER_WORDS_PER_KIB, kibibytes, false, index -> FILLER_KIB);
    }

    /** The pieces in order, made when they are taken. */
    Stream<Piece> pieces() {
        return IntStream.range(0, count).mapToObj(source::piece);
    }

    /** All pieces in one. */
    String whole() {
        return pieces().map(Piece::text).collect(Collectors.joining());
    }
}
