package io.tokenward.proxy.dialect.multipart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartReaderTest {
    private static final String FIELD = "--b\r\nContent-Disposition: form-data; name=\"prompt\"\r\n\r\nHello\r\n";
    private static final String END = "--b--\r\n";

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String content(byte[] body, Part part) {
        return new String(body, part.start(), part.end() - part.start(), StandardCharsets.UTF_8);
    }

    @Test
    void fieldsAndFilesAreCutAtTheirBoundaries() throws Denied {
        byte[] body = bytes(FIELD + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a b.wav\"\r\n"
                + "Content-Type: audio/wav\r\n\r\n\r\n-bx\r\n-b\r\n"
                + "--b\r\nContent-Disposition: form-data; name=\"n[]\"\r\n\r\n\r\n" + END);
        List<Part> parts = MultipartReader.read(body, "b");

        assertThat(parts).extracting(Part::name).containsExactly("prompt", "file", "n[]");
        assertThat(parts.get(1).filename()).isEqualTo(Optional.of("a b.wav"));
        assertThat(parts.get(1).type()).isEqualTo("audio/wav");
        assertThat(parts).extracting(part -> content(body, part)).containsExactly("Hello", "\r\n-bx\r\n-b", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--b--\r\n", "preamble\r\nFIELDEND", "FIELD", "FIELD--b-", "FIELD--b--x",
            "FIELD--b--\r\nepilogue",
            "FIELD--b \r\nEND", "FIELD--c--\r\n", "FIELDFIELDEND",
            "--b\nContent-Disposition: form-data; name=\"a\"\n\nx\n--b--\n",
            "--b\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\nEND",
            "--b\r\nContent-Disposition: form-data; name=\"\"\r\n\r\nx\r\nEND",
            "--b\r\nContent-Disposition: form-data; name=\"a\"; name=\"b\"\r\n\r\nx\r\nEND",
            "--b\r\nContent-Disposition: form-data; name=\"a\"; filename*=UTF-8''x\r\n\r\nx\r\nEND",
            "--b\r\nContent-Disposition: form-data; name=\"a\\\"b\"\r\n\r\nx\r\nEND",
            "--b\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nx\r\nEND",
            "--b\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: base64\r\n\r\nx\r\nEND",
            "--b\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Type: text/plain; charset=utf-16\r\n\r\nx\r\nEND",
            "--b\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\nx\r\nEND",
            "--b\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Disposition: form-data; name=\"b\"\r\n\r\nx\r\nEND",
            "--b\r\nContent-Type: text/plain\r\n\r\nx\r\nEND", "--b\r\n\r\nx\r\nEND",
            "--b\r\nContent-Disposition: form-data;\r\n name=\"a\"\r\n\r\nx\r\nEND",
            "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n--b--\r\n"})
    void whatReadersUnderstandInTwoWaysIsRefused(String form) {
        byte[] body = bytes(form.replace("FIELD", FIELD).replace("END", END));
        Denied denied = catchThrowableOfType(Denied.class, () -> MultipartReader.read(body, "b"));

        assertThat(denied).as(form).isNotNull();
        assertThat(denied.problem()).isEqualTo(Problem.BAD_BODY);
    }

    @Test
    void aFormHasABoundedNumberOfParts() {
        String part = FIELD.replace("prompt", "p[]");

        assertThat(catchThrowableOfType(Denied.class,
                () -> MultipartReader.read(bytes(part.repeat(MultipartReader.MAX_PARTS + 1) + END), "b"))).isNotNull();
    }

    @Test
    void whateverIsWrittenIsReadAgainAndNoBytesUpsetTheReader() throws Denied {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int round = 0; round < 300 * Integer.getInteger("tokenward.rounds", 1); round++) {
            List<String> contents = new ArrayList<>();
            var form = new StringBuilder();
            for (int i = random.nextInt(5); i >= 0; i--) {
                String content = content(random);
                contents.add(content);
                form.append("--b\r\nContent-Disposition: form-data; name=\"x")
                        .append(i)
                        .append("\"\r\n\r\n")
                        .append(content)
                        .append("\r\n");
            }
            byte[] body = bytes(form + END);
            List<Part> parts = MultipartReader.read(body, "b");

            assertThat(parts).as("seed " + seed).extracting(part -> content(body, part)).isEqualTo(contents);
            mangled(body, random, seed);
        }
    }

    private static String content(Random random) {
        String[] pieces = {"a", "\r\n", "\n", "--", "-", "\r\n-", "b", ": ", "\r\n\r\n", "\u4e2d"};
        var out = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--)
            out.append(pieces[random.nextInt(pieces.length)]);
        return out.toString().contains("\r\n--b") || out.toString().startsWith("--b") ? "x" : out.toString();
    }

    private static void mangled(byte[] body, Random random, long seed) {
        byte[] other = Arrays.copyOf(body, random.nextInt(body.length + 1));
        for (int i = 0; i < 3 && other.length > 0; i++)
            other[random.nextInt(other.length)] = (byte) random.nextInt(256);
        try {
            for (Part part : MultipartReader.read(other, "b"))
                assertThat(part.end()).as("seed " + seed).isBetween(part.start(), other.length);
        } catch (Denied refused) {
            assertThat(refused.problem()).as("seed " + seed).isEqualTo(Problem.BAD_BODY);
        }
    }
}
