package io.tokenward.detectors.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Tells text from bytes that only happened to decode. */
final class Readable {
    private static final int LEAST_PERCENT = 90;
    /** Bytes that are looked at before a decoder is made: it is identifiers, paths and hashes that come here. */
    static final int LOOK = 8;

    private Readable() {}

    /** The bytes as text, if they are UTF-8 and nearly all of it can be read; at most 64 KiB of it. */
    static Optional<String> text(byte[] bytes, int count) {
        int taken = Math.min(count, Decoding.LONGEST_RUN);
        // Never cut inside a character.
        while (taken < count && taken > 0 && (bytes[taken] & 0xC0) == 0x80)
            taken--;
        if (taken > LOOK && looksBinary(bytes)) return Optional.empty();
        try {
            var decoder = StandardCharsets.UTF_8.newDecoder();
            String text = decoder.decode(ByteBuffer.wrap(bytes, 0, taken)).toString();
            return isReadable(text) ? Optional.of(text) : Optional.empty();
        } catch (CharacterCodingException noText) {
            return Optional.empty();
        }
    }

    /** Whether more than {@link #LOOK} bytes that begin like these may be text: what is not, is nearly always known by then. */
    static boolean maybe(byte[] bytes) {
        return !looksBinary(bytes) && beginsLikeUtf8(bytes);
    }

    private static boolean looksBinary(byte[] bytes) {
        int odd = 0;
        for (int i = 0; i < LOOK; i++)
            if (bytes[i] >= 0 && bytes[i] < ' ' && bytes[i] != '\n' && bytes[i] != '\r' && bytes[i] != '\t') odd++;
        return odd > 2;
    }

    /** False only where the first bytes hold something that no UTF-8 has. */
    private static boolean beginsLikeUtf8(byte[] bytes) {
        for (int i = 0; i < LOOK;) {
            int lead = bytes[i] & 0xFF;
            i++;
            if (lead < 0x80) continue;
            if (lead < 0xC2 || lead > 0xF4) return false;
            int more = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
            for (int end = Math.min(LOOK, i + more); i < end; i++)
                if ((bytes[i] & 0xC0) != 0x80) return false;
        }
        return true;
    }

    static boolean isReadable(String text) {
        int readable = 0;
        int all = 0;
        for (int i = 0; i < text.length(); all++) {
            int codePoint = text.codePointAt(i);
            if (isReadable(codePoint)) readable++;
            i += Character.charCount(codePoint);
        }
        return all > 0 && readable * 100L >= all * (long) LEAST_PERCENT;
    }

    private static boolean isReadable(int codePoint) {
        if (codePoint < 0x7F) return codePoint >= ' ' || codePoint == '\n' || codePoint == '\r' || codePoint == '\t';
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.UNASSIGNED, Character.PRIVATE_USE, Character.SURROGATE -> false;
            default -> true;
        };
    }
}
