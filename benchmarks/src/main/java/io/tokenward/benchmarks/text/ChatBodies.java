package io.tokenward.benchmarks.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Chat requests of one exact size, in the form of Chat Completions or of another dialect. A request is one of a few known histories (64, of long bodies 8) followed by new
 * turns, as clients send them: the history again with each turn. Cheap to make (copies of prepared sentences). Owned by
 * one thread.
 */
public final class ChatBodies {
    /** The most histories that are sent again and again; fewer where they are long. */
    static final int CONVERSATIONS = 64;
    private static final int HISTORIES_BYTES = 4 << 20;
    /** Which part of a body was never sent before where nothing else is said. */
    public static final double USUAL_SHARE = 0.25;

    private static final byte[] PARAGRAPH = ascii("\\n\\n");
    private static final int LEAST_MESSAGE = 40;
    private static final long HISTORIES_SEED = 11;

    private final byte[] openUser;
    private final byte[] openModel;
    private final byte[] close;
    private final byte[] end;
    private RandomGenerator random;
    private final Sentences sentences;
    private final int bytes;
    private final int turn;
    private final byte[][] histories;
    private int next;

    /**
     * @param model what the upstream is asked for; the mock upstream goes by it
     * @param bytes of each body, at least 512
     * @param newShare part of the body that is new in each request, 0 (the same bodies again) to 1 (nothing sent twice)
     * @param seed of what is new; the histories are always the same, so that a proxy knows them after the first round
     */
    public ChatBodies(String model, boolean stream, int bytes, double newShare, long seed) {
        this(Form.OPENAI, model, stream, bytes, newShare, seed);
    }

    /** The same in another dialect's form. */
    public ChatBodies(Form form, String model, boolean stream, int bytes, double newShare, long seed) {
        if (bytes < 512) throw new IllegalArgumentException("bytes must be at least 512, was " + bytes);
        if (newShare < 0 || newShare > 1) throw new IllegalArgumentException("newShare of 0 to 1, was " + newShare);
        openUser = ascii(form.open(true));
        openModel = ascii(form.open(false));
        close = ascii(form.close());
        end = ascii(form.end());
        random = new SplittableRandom(HISTORIES_SEED);
        sentences = new Sentences(new SplittableRandom(7));
        this.bytes = bytes;
        histories = new byte[Math.clamp(HISTORIES_BYTES / bytes, 8, CONVERSATIONS)][];
        turn = Math.clamp(bytes / 8, 200, 4000);
        byte[] head = ascii(form.head(model, stream));
        int old = (int) Math.round(bytes * (1 - newShare));
        for (int i = 0; i < histories.length; i++) {
            var history = new ByteArrayOutputStream(bytes);
            history.writeBytes(head);
            while (newShare > 0 && history.size() + turn <= old)
                message(history, turn);
            if (newShare == 0) fill(history);
            histories[i] = history.toByteArray();
        }
        random = new SplittableRandom(seed);
    }

    /** After so many bodies every history has been sent once. */
    public int conversations() {
        return histories.length;
    }

    /** The next body, exactly as long as asked for. */
    public byte[] next() {
        byte[] history = histories[next++ % histories.length];
        if (history.length == bytes) return history;
        var body = new ByteArrayOutputStream(bytes);
        body.writeBytes(history);
        fill(body);
        return body.toByteArray();
    }

    private void fill(ByteArrayOutputStream body) {
        for (int left; (left = bytes - end.length - body.size()) > 0;)
            message(body, left > turn + 2 * LEAST_MESSAGE + 200 ? turn : left);
        body.writeBytes(end);
    }

    private byte[] open(ByteArrayOutputStream body) {
        return body.size() / turn % 2 == 0 ? openUser : openModel;
    }

    /** A message that takes exactly {@code length} bytes, the comma before it included. */
    private void message(ByteArrayOutputStream body, int length) {
        int stop = body.size() + length - close.length;
        body.writeBytes(open(body));
        for (int i = 1; body.size() < stop; i++) {
            byte[] sentence = sentences.any(random);
            body.write(sentence, 0, Math.min(sentence.length, stop - body.size()));
            if (i % 4 == 0 && body.size() + PARAGRAPH.length < stop) body.writeBytes(PARAGRAPH);
        }
        body.writeBytes(close);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
