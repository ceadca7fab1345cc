package io.tokenward.proxy.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.Deflater;

import com.github.luben.zstd.ZstdOutputStream;
import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

class ContentDecoderTest {
    private static final ContentDecoder DECODER = new ContentDecoder(4 << 20, 100);
    private static final byte[] TEXT = "{\"model\":\"m\",\"messages\":[]}".repeat(40).getBytes(StandardCharsets.UTF_8);

    private static byte[] decode(Coding coding, byte[] body) throws Denied {
        return DECODER.decode(coding, body, _ -> true);
    }

    private static Problem refusal(Coding coding, byte[] body) {
        Denied denied = catchThrowableOfType(Denied.class, () -> decode(coding, body));
        assertThat(denied).as(coding + ", " + body.length + " bytes").isNotNull();
        return denied.problem();
    }

    private static byte[] joined(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (byte[] part : parts)
            out.writeBytes(part);
        return out.toByteArray();
    }

    @ParameterizedTest
    @EnumSource
    void whatWasEncodedComesOut(Coding coding) throws Denied {
        long seed = Long.getLong("seed", System.nanoTime());
        var random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            byte[] body = new byte[1 + random.nextInt(random.nextBoolean() ? 200 : 200_000)];
            random.nextBytes(body);
            if (random.nextBoolean()) Arrays.fill(body, body.length / 3, body.length, (byte) 'x');

            assertThat(decode(coding, Encodings.encode(coding, body))).as("seed " + seed).isEqualTo(body);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "IDENTITY", mode = Mode.EXCLUDE)
    void cutAnywhereItIsRefused(Coding coding) {
        byte[] whole = Encodings.encode(coding, TEXT);
        for (int length = 0; length < whole.length; length += 1 + length / 60)
            assertThat(refusal(coding, Arrays.copyOf(whole, length))).isEqualTo(Problem.BAD_BODY);
        assertThat(refusal(coding, Arrays.copyOf(whole, whole.length - 1))).isEqualTo(Problem.BAD_BODY);
    }

    @ParameterizedTest
    @EnumSource(names = "IDENTITY", mode = Mode.EXCLUDE)
    void whateverFollowsTheEndIsRefused(Coding coding) {
        byte[] whole = Encodings.encode(coding, TEXT);
        for (int more : new int[]{1, 2, 3, 7, 100, 3000, 5000, 40_000}) {
            byte[] tail = new byte[more];
            Arrays.fill(tail, (byte) 'x');

            assertThat(refusal(coding, joined(whole, tail))).as(more + " bytes").isEqualTo(Problem.BAD_BODY);
        }
    }

    @Test
    void aTailOfBrotliIsSeenWhereverTheLibraryStopsReading() {
        // Its buffer holds 4096 bytes and more: the end of the body may fall anywhere in it.
        for (int length = 4050; length < 4150; length++) {
            byte[] body = joined(Encodings.encode(Coding.BROTLI, new byte[length]), new byte[]{'x'});

            assertThat(refusal(Coding.BROTLI, body)).as(length + " bytes").isEqualTo(Problem.BAD_BODY);
        }
    }

    @Test
    void realBrotliIsRead() throws Denied {
        assertThat(decode(Coding.BROTLI, Base64.getDecoder().decode("CwmAaGVsbG8gYnJvdGxpLCBoZWxsbwM=")))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("hello brotli, hello");
    }

    @Test
    void membersOfGzipAndFramesOfZstdAreAllRead() throws Denied {
        for (Coding coding : List.of(Coding.GZIP, Coding.ZSTD)) {
            byte[] part = Encodings.encode(coding, TEXT);
            byte[] empty = Encodings.encode(coding, new byte[0]);

            assertThat(decode(coding, joined(part, empty, part))).isEqualTo(joined(TEXT, TEXT));
        }
    }

    @Test
    void allFieldsOfAGzipHeaderAreSkipped() throws Denied {
        byte[] plain = Encodings.encode(Coding.GZIP, TEXT);
        byte[] head = {0x1F, (byte) 0x8B, 8, 4 | 8 | 16, 0, 0, 0, 0, 0, 3, 2, 0, 'e', 'x', 'n', 'a', 'm', 'e', 0, 'c',
                0};
        byte[] body = joined(head, Arrays.copyOfRange(plain, 10, plain.length));

        assertThat(decode(Coding.GZIP, body)).isEqualTo(TEXT);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void aGzipHeadThatIsNoneIsRefused(int at) {
        byte[] body = Encodings.encode(Coding.GZIP, TEXT);
        body[at] ^= (byte) 0xE0;

        assertThat(refusal(Coding.GZIP, body)).isEqualTo(Problem.BAD_BODY);
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "DEFLATE"})
    void aWrongCheckSumIsRefused(Coding coding) {
        byte[] body = Encodings.encode(coding, TEXT);
        for (int i = 1; i <= (coding == Coding.GZIP ? 8 : 4); i++) {
            byte[] damaged = body.clone();
            damaged[body.length - i] ^= 1;

            assertThat(refusal(coding, damaged)).isEqualTo(Problem.BAD_BODY);
        }
    }

    @Test
    void bareDeflateIsRefused() {
        var deflater = new Deflater(6, true);
        deflater.setInput(TEXT);
        deflater.finish();
        byte[] out = new byte[4096];
        byte[] raw = Arrays.copyOf(out, deflater.deflate(out));
        deflater.end();

        assertThat(refusal(Coding.DEFLATE, raw)).isEqualTo(Problem.BAD_BODY);
    }

    @Test
    void aWrongLabelIsRefused() {
        for (Coding said : Coding.values()) {
            for (Coding real : Coding.values()) {
                if (said == real || said == Coding.IDENTITY) continue;
                assertThat(refusal(said, Encodings.encode(real, TEXT))).as(said + " for " + real)
                        .isEqualTo(Problem.BAD_BODY);
            }
        }
    }

    @Test
    void bombsAreStoppedAtTheRatioAndTheAbsoluteBound() {
        byte[] zeros = new byte[32 << 20];
        byte[] brotli = Base64.getDecoder().decode("m///f/glwuKxQCD3/g8=");
        for (Coding coding : List.of(Coding.GZIP, Coding.DEFLATE, Coding.ZSTD, Coding.BROTLI)) {
            byte[] bomb = coding == Coding.BROTLI ? brotli : Encodings.encode(coding, zeros);
            var taken = new AtomicLong();

            Denied denied = catchThrowableOfType(Denied.class, () -> DECODER.decode(coding, bomb, more -> {
                taken.addAndGet(more);
                return true;
            }));

            assertThat(denied.problem()).as(coding.word()).isEqualTo(Problem.BODY_TOO_LARGE);
            assertThat(taken.get()).isLessThanOrEqualTo(Math.max(ContentDecoder.FREE, bomb.length * 100L));
        }
        byte[] noise = new byte[5 << 20];
        new Random(1).nextBytes(noise);
        assertThat(refusal(Coding.GZIP, Encodings.encode(Coding.GZIP, noise))).isEqualTo(Problem.BODY_TOO_LARGE);
    }

    @Test
    void shortTextsMayCompressAsWellAsTheyLike() throws Denied {
        byte[] spaces = new byte[ContentDecoder.FREE];

        assertThat(decode(Coding.GZIP, Encodings.encode(Coding.GZIP, spaces))).hasSize(ContentDecoder.FREE);
        assertThat(refusal(Coding.GZIP, Encodings.encode(Coding.GZIP, new byte[ContentDecoder.FREE + 1])))
                .isEqualTo(Problem.BODY_TOO_LARGE);
    }

    @Test
    void aWindowOfMoreThanEightMebibytesIsRefused() throws Exception {
        var out = new ByteArrayOutputStream();
        try (var encoder = new ZstdOutputStream(out).setLong(24)) {
            encoder.write(TEXT);
        }

        assertThat(refusal(Coding.ZSTD, out.toByteArray())).isEqualTo(Problem.BAD_BODY);
    }

    @Test
    void withoutMemoryItIsAnotherTime() {
        Denied denied = catchThrowableOfType(Denied.class,
                () -> DECODER.decode(Coding.GZIP, Encodings.encode(Coding.GZIP, TEXT), _ -> false));

        assertThat(denied.problem()).isEqualTo(Problem.OVERLOADED);
    }

    @Test
    void noiseIsNeverWorseThanRefused() {
        long seed = Long.getLong("seed", System.nanoTime());
        var random = new Random(seed);
        for (int round = 0; round < 2000; round++) {
            Coding coding = Coding.values()[1 + random.nextInt(4)];
            byte[] body = Encodings.encode(coding, Arrays.copyOf(TEXT, random.nextInt(TEXT.length)));
            for (int i = random.nextInt(4); i >= 0; i--)
                body[random.nextInt(body.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                assertThat(decode(coding, body)).hasSizeLessThanOrEqualTo(4 << 20);
            } catch (Denied denied) {
                assertThat(denied.problem()).as("seed " + seed).isIn(Problem.BAD_BODY, Problem.BODY_TOO_LARGE);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"gzip, GZIP", "GZIP, GZIP", "x-gzip, GZIP", "deflate, DEFLATE", "br, BROTLI", "zstd, ZSTD",
            "identity, IDENTITY"})
    void knownCodingsAreKnownInAnyCase(String word, Coding coding) throws Denied {
        assertThat(Coding.of(List.of(word))).isEqualTo(coding);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip, gzip", "gzip,", "compress", "aws-chunked", "", "gzip;q=1", "\"gzip\"", "*"})
    void unknownCodingsAndLayersAreRefused(String word) {
        assertThat(catchThrowableOfType(Denied.class, () -> Coding.of(List.of(word))).problem())
                .isEqualTo(Problem.CONTENT_ENCODING);
    }

    @Test
    void twoFieldsAreTwoLayers() throws Denied {
        assertThat(catchThrowableOfType(Denied.class, () -> Coding.of(List.of("gzip", "identity"))).problem())
                .isEqualTo(Problem.CONTENT_ENCODING);
        assertThat(Coding.of(List.of())).isEqualTo(Coding.IDENTITY);
    }
}
