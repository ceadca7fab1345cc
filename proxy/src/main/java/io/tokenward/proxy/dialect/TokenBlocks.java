package io.tokenward.proxy.dialect;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * {@link TokenEstimate} over the bytes of a JSON string without numbered escapes, up to 64 at a time: each class of characters
 * becomes a mask with a bit per byte, and words are counted by their beginnings and ends. One use; not thread-safe.
 */
final class TokenBlocks {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;

    private final byte[] body;
    private final int to;
    private int at;
    private long sum;
    private boolean afterSpace;

    private TokenBlocks(byte[] body, int from, int to) {
        this.body = body;
        this.at = from;
        this.to = to;
    }

    /** Hundredths of a token of the well-formed token between its quotes. */
    static long sum(byte[] body, int from, int to) {
        var blocks = new TokenBlocks(body, from, to);
        while (blocks.at < to) {
            byte b = body[blocks.at];
            if (b < 0) {
                blocks.characters();
            } else if (b == '\\') {
                blocks.escape();
            } else if (blocks.at + Long.SIZE <= body.length) {
                blocks.block();
            } else {
                blocks.lastBytes();
            }
        }
        return blocks.sum;
    }

    /**
     * Takes what stands for itself of the next 64 bytes, which begin with such a byte. A byte above 0x7F spoils the sums of those
     * behind it, but never of those before it, and the block ends there.
     */
    private void block() {
        long letters = 0;
        long uppers = 0;
        long digits = 0;
        long spaces = 0;
        long specials = 0;
        for (int i = 0; i < Long.SIZE; i += Long.BYTES) {
            long word = (long) LONGS.get(body, at + i);
            long folded = word | ONES * 0x20;
            long letter = folded + ONES * (0x80 - 'a') & ~(folded + ONES * (0x7F - 'z')) & HIGH;
            // What sets small letters apart is bit 5.
            long upper = letter & ~(word << 2);
            long digit = word + ONES * (0x80 - '0') & ~(word + ONES * (0x7F - '9'));
            long space = ~((word ^ ONES * ' ') + ONES * 0x7F);
            long special = word | ~((word ^ ONES * '\\') + ONES * 0x7F);
            int turn = 7 - i / Long.BYTES;
            letters |= letter >>> turn;
            uppers |= upper >>> turn;
            digits |= (digit & HIGH) >>> turn;
            spaces |= (space & HIGH) >>> turn;
            specials |= (special & HIGH) >>> turn;
        }
        letters = transpose(letters);
        uppers = transpose(uppers);
        digits = transpose(digits);
        spaces = transpose(spaces);
        specials = transpose(specials);
        int length = Math.min(Math.min(Long.SIZE, to - at), Long.numberOfTrailingZeros(specials));
        // A word that may go on is left to the next block, unless it is all there is.
        length -= length == Long.SIZE ? Long.numberOfLeadingZeros(~(letters | digits)) : 0;
        if (length == 0) {
            word();
            return;
        }
        long within = first(length);
        long words = (letters | digits) & within;
        if (hasLongRun(words)) {
            ascii(at + length);
            return;
        }
        long u = uppers & within;
        long d = digits & within;
        long s = spaces & within;
        long l = words & ~u & ~d;
        long inner = words & words << 1;
        long begins = words & ~inner | (u | d) & l << 1 | inner & (d ^ d << 1);
        long more = words & ~begins;
        long ends = words & ~(more >>> 1);
        long one = begins & ends;
        long longer = begins & ~ends;
        long two = longer & ends >>> 1;
        long three = longer & ~(ends >>> 1) & ends >>> 2;
        long blanks = s & (s << 1 | (afterSpace ? 1 : 0));
        int small = Long.bitCount(l);
        int word = Long.bitCount(words);
        // A part of a word is a token at least: what is missing from it is added.
        sum += TokenEstimate.LOWER * small + TokenEstimate.UPPER * (word - small)
                + TokenEstimate.TOKEN * (length - word - Long.bitCount(s))
                + TokenEstimate.BLANK * Long.bitCount(blanks)
                + (TokenEstimate.TOKEN - TokenEstimate.LOWER) * Long.bitCount(one & l)
                + (TokenEstimate.TOKEN - TokenEstimate.UPPER) * Long.bitCount(one & ~l)
                + (TokenEstimate.TOKEN - 2 * TokenEstimate.LOWER) * Long.bitCount(two & l)
                + (TokenEstimate.TOKEN - TokenEstimate.UPPER - TokenEstimate.LOWER) * Long.bitCount(two & u & l >>> 1)
                + (TokenEstimate.TOKEN - 3 * TokenEstimate.LOWER) * Long.bitCount(three & l);
        afterSpace = (s >>> length - 1 & 1) != 0;
        at += length;
    }

    /** Bit j of byte k becomes bit k of byte j (Warren, Hacker's Delight, section 7-3). */
    private static long transpose(long bits) {
        long t = (bits ^ bits >>> 7) & 0x00AA00AA00AA00AAL;
        bits ^= t ^ t << 7;
        t = (bits ^ bits >>> 14) & 0x0000CCCC0000CCCCL;
        bits ^= t ^ t << 14;
        t = (bits ^ bits >>> 28) & 0x00000000F0F0F0F0L;
        return bits ^ t ^ t << 28;
    }

    private static long first(int bits) {
        return -1L >>> -bits;
    }

    private static boolean hasLongRun(long words) {
        long two = words & words >>> 1;
        long four = two & two >>> 2;
        long eight = four & four >>> 4;
        long sixteen = eight & eight >>> 8;
        return (sixteen & four >>> TokenEstimate.LONG_RUN - 4) != 0;
    }

    /** A word of 64 letters or more. */
    private void word() {
        int end = at;
        while (end < to && TokenEstimate.isWord((char) (body[end] & 0xFF)))
            end++;
        sum += (long) TokenEstimate.RANDOM * (end - at);
        at = end;
        afterSpace = false;
    }

    /** At the end of the document, where 64 bytes would be too many. */
    private void lastBytes() {
        int end = at;
        while (end < to && body[end] >= 0 && body[end] != '\\')
            end++;
        ascii(end);
    }

    /** One character at a time, but whole words. */
    private void ascii(int end) {
        if (afterSpace && body[at] == ' ') sum += TokenEstimate.BLANK;
        sum += TokenEstimate.sum(new AsciiBytes(body, at, end - at));
        afterSpace = body[end - 1] == ' ';
        at = end;
    }

    /** All escapes of two characters stand for something that is neither a letter nor a blank. */
    private void escape() {
        sum += TokenEstimate.TOKEN;
        at += 2;
        afterSpace = false;
    }

    private void characters() {
        while (at < to && body[at] < 0) {
            int lead = body[at] & 0xFF;
            if (lead >= 0xF0) {
                sum += TokenEstimate.ASTRAL;
                at += 4;
            } else if (lead >= 0xE0) {
                int unit = (lead & 0x0F) << 12 | (body[at + 1] & 0x3F) << 6 | body[at + 2] & 0x3F;
                sum += TokenEstimate.weight((char) unit);
                at += 3;
            } else {
                sum += TokenEstimate.TOKEN;
                at += 2;
            }
        }
        afterSpace = false;
    }

    private record AsciiBytes(byte[] bytes, int from, int length) implements CharSequence {
        @Override
        public char charAt(int index) {
            return (char) bytes[from + index];
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new AsciiBytes(bytes, from + start, end - start);
        }

        /** Never the text, which may be a prompt. */
        @Override
        public String toString() {
            return "AsciiBytes[" + length + "]";
        }
    }
}
