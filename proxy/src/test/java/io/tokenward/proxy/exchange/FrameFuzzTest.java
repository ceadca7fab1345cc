package io.tokenward.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.tokenward.proxy.fuzz.Fuzzing;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/**
 * The decoder of callers' frames as it is set up here, against a plain reading of RFC 6455: on random and on damaged bytes, in
 * random pieces, both read the same frames and stop at the same one.
 */
class FrameFuzzTest {
    private static final int LARGEST = 2000;

    private record Read(List<String> frames, boolean broken) {}

    private static int rounds() {
        return 3_000 * Integer.getInteger("tokenward.rounds", 1);
    }

    @Test
    void bothReadTheSame() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("FrameFuzzTest seed " + seed);
        var random = new Random(seed);
        int broken = 0;
        int frames = 0;
        for (int i = 0; i < rounds(); i++) {
            byte[] bytes = bytes(random);
            Read expected = plainly(bytes);
            Read actual = decoded(bytes, random);
            assertThat(actual).as(HexFormat.of().formatHex(bytes)).isEqualTo(expected);
            broken += expected.broken() ? 1 : 0;
            frames += expected.frames().size();
        }
        assertThat(broken).isBetween(rounds() / 10, rounds() * 9 / 10);
        assertThat(frames).isGreaterThan(rounds());
    }

    /** Found by mutation: the reason of this good-bye ends in the first two bytes of what would be half a surrogate pair. */
    @Test
    void aReasonThatEndsInHalfASurrogateIsRefused() {
        byte[] bytes = HexFormat.of().parseHex("8885feceb2209cb7d4cd58");

        assertThat(plainly(bytes)).isEqualTo(new Read(List.of(), true));
        assertThat(decoded(bytes, new Random(1))).isEqualTo(new Read(List.of(), true));
    }

    @Test
    void bothReadMutationsTheSame() throws Exception {
        var random = new Random(7);
        List<byte[]> made = Stream.generate(() -> bytes(random)).limit(40).toList();
        int said = Fuzzing.run("frames", made, List.of("\0", "\1", "\2", "\t", "\n", "\b"), 5_000, input -> {
            Read read = plainly(input);
            assertThat(decoded(input, new Random(Arrays.hashCode(input)))).isEqualTo(read);
            String kinds = read.frames().stream().map(frame -> frame.substring(0, 2)).limit(8).toList().toString();
            return read.frames().isEmpty()
                    ? Fuzzing.Reading.refused("none " + read.broken())
                    : Fuzzing.Reading.accepted(letters(kinds) + ' ' + read.broken());
        });
        assertThat(said).isGreaterThan(10);
    }

    /** Digits mean nothing in what is said; here they do. */
    private static String letters(String kinds) {
        return kinds.chars()
                .map(c -> c >= '0' && c <= '9' ? 'a' + c - '0' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static byte[] bytes(Random random) {
        var out = new ByteArrayOutputStream();
        boolean open = false;
        for (int i = random.nextInt(6); i >= 0; i--) {
            boolean control = random.nextInt(3) == 0;
            boolean last = control || random.nextBoolean();
            int opcode = control ? 8 + random.nextInt(3) : open ? 0 : 1 + random.nextInt(2);
            if (!control) open = !last;
            byte[] payload = new byte[control
                    ? random.nextInt(126)
                    : random.nextInt(3) == 0 ? random.nextInt(LARGEST) : random.nextInt(200)];
            random.nextBytes(payload);
            if (opcode == 8) payload = close(random);
            out.writeBytes(frame((last ? 0x80 : 0) | opcode, payload, random.nextInt()));
        }
        byte[] bytes = out.toByteArray();
        if (random.nextInt(3) == 0)
            bytes[random.nextInt(Math.min(bytes.length, 12))] ^= (byte) (1 << random.nextInt(8));
        return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)) : bytes;
    }

    private static byte[] close(Random random) {
        if (random.nextBoolean()) return new byte[0];
        int[] codes = {1000, 1001, 1003, 1007, 1011, 1014, 3000, 4999, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000};
        byte[] reason = random.nextInt(4) == 0
                ? new byte[]{(byte) 0xC3, 0x28}
                : "bye".getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(2 + reason.length)
                .putShort((short) codes[random.nextInt(random.nextInt(4) == 0 ? codes.length : 8)])
                .put(reason)
                .array();
    }

    private static byte[] frame(int first, byte[] payload, int mask) {
        var out = new ByteArrayOutputStream();
        out.write(first);
        if (payload.length < 126) {
            out.write(0x80 | payload.length);
        } else {
            out.write(0x80 | 126);
            out.write(payload.length >> 8);
            out.write(payload.length);
        }
        byte[] key = ByteBuffer.allocate(4).putInt(mask).array();
        out.writeBytes(key);
        for (int i = 0; i < payload.length; i++)
            out.write(payload[i] ^ key[i & 3]);
        return out.toByteArray();
    }

    private static Read decoded(byte[] bytes, Random random) {
        var channel = new EmbeddedChannel(new WebSocket13FrameDecoder(SessionOpening.config(true, LARGEST)));
        boolean broken = false;
        for (int at = 0; at < bytes.length && !broken;) {
            int piece = Math.min(bytes.length - at, 1 + random.nextInt(random.nextBoolean() ? 3 : 700));
            try {
                channel.writeInbound(Unpooled.copiedBuffer(bytes, at, piece));
            } catch (CorruptedWebSocketFrameException wrong) {
                broken = true;
            }
            at += piece;
        }
        List<String> frames = new ArrayList<>();
        for (WebSocketFrame frame = channel.readInbound(); frame != null; frame = channel.readInbound()) {
            frames.add(word(opcode(frame), frame.isFinalFragment(), ByteBufUtil.getBytes(frame.content())));
            frame.release();
        }
        channel.finishAndReleaseAll();
        return new Read(frames, broken);
    }

    private static int opcode(WebSocketFrame frame) {
        return switch (frame) {
            case ContinuationWebSocketFrame same -> 0;
            case TextWebSocketFrame same -> 1;
            case BinaryWebSocketFrame same -> 2;
            case CloseWebSocketFrame same -> 8;
            case PingWebSocketFrame same -> 9;
            case PongWebSocketFrame same -> 10;
            default -> throw new AssertionError(frame.getClass());
        };
    }

    private static String word(int opcode, boolean last, byte[] payload) {
        return opcode + (last ? "." : "-") + HexFormat.of().formatHex(payload);
    }

    /**
     * RFC 6455 §5.2, §5.4, §5.5 and §7.4, written down again; what follows a close is not looked at. Codes above 4999 are for
     * the session to refuse.
     */
    private static Read plainly(byte[] bytes) {
        List<String> frames = new ArrayList<>();
        boolean open = false;
        int at = 0;
        while (at + 2 <= bytes.length) {
            int opcode = bytes[at] & 15;
            boolean last = (bytes[at] & 0x80) != 0;
            int length = bytes[at + 1] & 0x7F;
            boolean control = opcode >= 8;
            boolean wrong = (bytes[at] & 0x70) != 0 || (bytes[at + 1] & 0x80) == 0
                    || control && (opcode > 10 || !last || length > 125 || opcode == 8 && length == 1)
                    || !control && (opcode > 2 || (opcode == 0) != open);
            if (wrong) return new Read(frames, true);
            int head = at + 2;
            int extended = length == 126 ? 2 : length == 127 ? 8 : 0;
            if (head + extended > bytes.length) break;
            long size = extended == 0 ? length : 0;
            for (int i = 0; i < extended; i++)
                size = size << 8 | bytes[head + i] & 0xFF;
            if (extended == 2 && size < 126 || extended == 8 && (size < 65_536) || size > LARGEST)
                return new Read(frames, true);
            head += extended;
            if (head + 4 + size > bytes.length) break;
            byte[] payload = new byte[(int) size];
            for (int i = 0; i < size; i++)
                payload[i] = (byte) (bytes[head + 4 + i] ^ bytes[head + (i & 3)]);
            if (opcode == 8 && badClose(payload)) return new Read(frames, true);
            frames.add(word(opcode, last, payload));
            if (opcode == 8) return new Read(frames, false);
            if (!control) open = !last;
            at = head + 4 + (int) size;
        }
        return new Read(frames, false);
    }

    private static boolean badClose(byte[] payload) {
        if (payload.length == 0) return false;
        int code = (payload[0] & 0xFF) << 8 | payload[1] & 0xFF;
        boolean known = code >= 1000 && code <= 1003 || code >= 1007 && code <= 1014 || code >= 3000;
        // A character that is cut at the end is for the session to refuse.
        boolean illFormed = StandardCharsets.UTF_8.newDecoder()
                .decode(ByteBuffer.wrap(payload, 2, payload.length - 2), CharBuffer.allocate(payload.length), false)
                .isError();
        return illFormed || halfSurrogate(payload) || !known;
    }

    /** ED and A0 or more begin no character at all (RFC 3629 §4); the JDK's decoder says so only when a third byte is there. */
    private static boolean halfSurrogate(byte[] payload) {
        int last = payload.length - 1;
        return last >= 3 && (payload[last - 1] & 0xFF) == 0xED && (payload[last] & 0xFF) >= 0xA0;
    }
}
