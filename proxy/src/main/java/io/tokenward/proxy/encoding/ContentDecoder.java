package io.tokenward.proxy.encoding;

import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;

/**
 * Undoes one layer of Content-Encoding. Bytes after the end, damaged check sums and cut bodies are refused: what one reader
 * ignores, another may read. Immutable and thread-safe; the work is linear in what comes out.
 *
 * @param maxBytes most bytes that may come out
 * @param expansion most bytes that may come out for each that went in, once more than {@link #FREE} have come out
 */
public record ContentDecoder(long maxBytes, int expansion) {
    /** So much may come out of any body: short texts full of repetition compress better than bombs need to. */
    public static final int FREE = 64 << 10;

    public ContentDecoder {
        if (maxBytes < 1 || expansion < 1) throw new IllegalArgumentException("bounds must be positive");
    }

    /**
     * The body without its coding; the array itself where there is none.
     *
     * @param allowance asked before more memory is taken; what was granted is the caller's to give back
     * @throws Denied {@link Problem#BAD_BODY} where it is damaged, {@link Problem#BODY_TOO_LARGE} beyond the bounds,
     *     {@link Problem#OVERLOADED} where the allowance has no more
     */
    public byte[] decode(Coding coding, byte[] body, Allowance allowance) throws Denied {
        if (coding == Coding.IDENTITY) return body;
        long ratio = Math.max(FREE, (long) body.length * expansion);
        String bound = ratio < maxBytes
                ? "The request body grows to more than " + expansion + " times its size when decoded."
                : "The decoded request body is larger than the " + maxBytes + " bytes that this endpoint accepts.";
        var plain = new Plain(Math.min(ratio, maxBytes), bound, allowance);
        try {
            switch (coding) {
                case GZIP -> Gzip.decode(body, plain);
                case DEFLATE -> Zlib.decode(body, plain);
                case BROTLI -> Brotli.decode(body, plain);
                case ZSTD -> Zstandard.decode(body, plain);
                case IDENTITY -> throw new IllegalStateException("nothing to decode");
            }
        } catch (Damaged damaged) {
            throw Problem.BAD_BODY
                    .denied("The request body is not what its Content-Encoding " + coding.word() + " says: "
                            + damaged.getMessage() + ". Encode the whole body once.");
        }
        return plain.bytes();
    }
}
