package io.tokenward.proxy.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PepperTest {
    private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path directory;

    @Test
    void hashesAsRfc4231Says() {
        // Test case 6: a key of 131 times 0xaa.
        byte[] secret = new byte[131];
        Arrays.fill(secret, (byte) 0xaa);
        byte[] message = "Test Using Larger Than Block-Size Key - Hash Key First".getBytes(StandardCharsets.US_ASCII);

        assertThat(HexFormat.of().formatHex(Pepper.of(secret).hash(message)))
                .isEqualTo("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    }

    @Test
    void fewerThanThirtyTwoBytesAreNoPepper() {
        assertThatThrownBy(() -> Pepper.of(new byte[31])).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a pepper needs at least 32 bytes, got 31");
    }

    @Test
    void aNewPepperIsForItsOwnerAloneAndStaysTheSame() throws Exception {
        Path file = directory.resolve("secrets/pepper");

        byte[] first = Pepper.loadOrCreate(file).hash(MESSAGE);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
        assertThat(Pepper.loadOrCreate(file).hash(MESSAGE)).isEqualTo(first);
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aLineEndAtTheEndDoesNotMatter() throws Exception {
        String secret = "0123456789".repeat(4);
        Path file = Files.writeString(directory.resolve("pepper"), secret + "\r\n");

        assertThat(Pepper.loadOrCreate(file).hash(MESSAGE))
                .isEqualTo(Pepper.of(secret.getBytes(StandardCharsets.US_ASCII)).hash(MESSAGE));
    }

    @Test
    void aFileCutShortIsNotReplacedByANewPepper() throws Exception {
        Path file = Files.writeString(directory.resolve("pepper"), "short-secret\n");

        assertThatThrownBy(() -> Pepper.loadOrCreate(file)).isInstanceOf(KeyStoreProblem.class)
                .hasMessageContaining("pepper: the pepper has 12 bytes and needs at least 32; restore the file")
                .hasMessageNotContaining("short-secret");
    }

    @Test
    void manyWhoStartAtOnceGetOnePepper() throws Exception {
        Path file = directory.resolve("pepper");
        Callable<byte[]> start = () -> Pepper.loadOrCreate(file).hash(MESSAGE);

        try (var threads = Executors.newFixedThreadPool(4)) {
            for (var answer : threads.invokeAll(List.of(start, start, start, start)))
                assertThat(answer.get()).isEqualTo(Pepper.loadOrCreate(file).hash(MESSAGE));
        }
    }

    @Test
    void printingAPepperShowsNothingOfIt() {
        assertThat(Pepper.of(new byte[32]).toString()).isEqualTo("Pepper[hidden]");
    }
}
