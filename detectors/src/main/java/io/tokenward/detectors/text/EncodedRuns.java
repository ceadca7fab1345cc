package io.tokenward.detectors.text;

import io.tokenward.detectors.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Walks over a text once and tries each stretch whose shape is that of an encoding. */
final class EncodedRuns {
    static final int SHORTEST_BASE64 = 16;
    static final int SHORTEST_HEX = 24;

    private EncodedRuns() {}

    /**
     * A stretch that decoded to readable text.
     *
     * @param encoding name of the encoding
     * @param text what it says
     * @param span where it stood
     */
    record Decoded(String encoding, String text, Span span) {
        @Override
        public String toString() {
            return "Decoded[" + encoding + ", " + text.length() + " units]";
        }
    }

    /** All stretches of all encodings; decoders that the text's shape does not call for are not asked. */
    static List<Decoded> in(String text, Shape shape) {
        if (shape.isPlain()) return List.of();
        var found = new ArrayList<Decoded>();
        if (shape.dense()) dense(text, found);
        if (shape.escapes()) {
            for (Escapes kind : Escapes.ALL)
                kind.decodeAll(text, found);
        }
        if (shape.numbers()) NumberCodes.decodeAll(text, found);
        if (shape.marks()) MorseCode.decodeAll(text, found);
        if (shape.invisible()) HiddenBytes.decodeAll(text, found);
        if (shape.wrapped()) Base85.decodeAll(text, found);
        if (shape.unvoiced() || shape.reversed() && WordCiphers.mayBeReversed(text)) WordCiphers.decodeAll(text, found);
        if (shape.spelled()) SpellingAlphabet.decodeAll(text, found);
        return found;
    }

    private static void dense(String text, List<Decoded> found) {
        int length = text.length();
        for (int i = 0; i < length;) {
            if (!Alphabet.isBase64(text.charAt(i))) {
                i++;
                continue;
            }
            int end = runEnd(text, i);
            if (end - i >= SHORTEST_BASE64) dense(text, i, end, found);
            i = end;
        }
    }

    /** One past the run of base64 characters at {@code start}; lines wrapped as in mail count as one run. */
    private static int runEnd(String text, int start) {
        int length = text.length();
        int lineStart = start;
        int i = start;
        while (i < length) {
            if (Alphabet.isBase64(text.charAt(i))) {
                i++;
                continue;
            }
            int next = i;
            while (next < length && next - i < 3 && (text.charAt(next) == '\n' || text.charAt(next) == '\r'))
                next++;
            boolean wrapped = next > i && i - lineStart >= 60 && next < length && Alphabet.isBase64(text.charAt(next));
            if (!wrapped) break;
            lineStart = next;
            i = next;
        }
        return i;
    }

    private static void dense(String text, int start, int end, List<Decoded> found) {
        int taken = Math.min(end, start + 2 * Decoding.LONGEST_RUN);
        Optional<Decoded> whole = denseRun(text, start, end, taken);
        if (whole.isPresent()) {
            found.add(whole.get());
            return;
        }
        // A path or a joined word in front of the run shifts every sextet: try the parts between such joints too.
        for (int i = start; i < taken;) {
            int joint = i;
            while (joint < taken && !Alphabet.isJoint(text.charAt(joint)))
                joint++;
            if (joint - i >= SHORTEST_BASE64 && joint - i < end - start)
                denseRun(text, i, joint, joint).ifPresent(found::add);
            i = joint + 1;
        }
    }

    private static Optional<Decoded> denseRun(String text, int start, int end, int taken) {
        var span = new Span(start, paddedEnd(text, end));
        if (end - start >= SHORTEST_HEX) {
            Optional<String> hex = Alphabet.hex(text, start, taken);
            if (hex.isPresent()) return hex.map(plain -> new Decoded("hex", plain, span));
        }
        Optional<String> base32 = Alphabet.base32(text, start, taken);
        if (base32.isPresent()) return base32.map(plain -> new Decoded("base32", plain, span));
        return Alphabet.base64(text, start, taken).map(plain -> new Decoded("base64", plain, span));
    }

    private static int paddedEnd(String text, int end) {
        int padded = end;
        while (padded < text.length() && padded - end < 2 && text.charAt(padded) == '=')
            padded++;
        return padded;
    }
}
