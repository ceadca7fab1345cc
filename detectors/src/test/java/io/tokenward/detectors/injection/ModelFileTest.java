package io.tokenward.detectors.injection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ModelFileTest {
    private static final long SEED = Long.getLong("tokenward.seed", 7L);

    private final byte[] stored = ModelFile.write(RandomModel.of(SEED));

    @Test
    void whatIsWrittenIsReadAgainToTheBit() throws IOException {
        InjectionModel read = read(stored);

        assertThat(ModelFile.write(read)).isEqualTo(stored);
        assertThat(read.id()).isEqualTo("model-7");
    }

    @Test
    void itTakesAFewMegabytesAtMost() {
        assertThat(stored.length).isLessThan(ModelFile.MOST_BYTES);
    }

    @Test
    void anyChangedByteIsNoticed() {
        System.out.println("seed " + SEED);
        var random = new Random(SEED);
        for (int round = 0; round < 300; round++) {
            byte[] damaged = stored.clone();
            damaged[round < 80 ? round : random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));

            assertThatThrownBy(() -> read(damaged)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aCutFileIsNoticed() {
        for (int length : new int[]{0, 1, 4, 70, 80, 1000, stored.length - 1})
            assertThatThrownBy(() -> read(Arrays.copyOf(stored, length))).isInstanceOf(IOException.class);
    }

    @Test
    void theErrorSaysWhatIsWrong() {
        byte[] other = "PK and the rest of an archive".repeat(9).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        byte[] newer = stored.clone();
        newer[7] = 99;
        byte[] damaged = stored.clone();
        damaged[5000] ^= 1;

        assertThatThrownBy(() -> read(other)).hasMessageContaining("does not begin with TWIM");
        assertThatThrownBy(() -> read(newer)).hasMessageContaining("version 99");
        assertThatThrownBy(() -> read(damaged)).hasMessageContaining("checksum");
        assertThatThrownBy(() -> read(new byte[ModelFile.MOST_BYTES + 1])).hasMessageContaining("longer than");
    }

    private static InjectionModel read(byte[] bytes) throws IOException {
        return ModelFile.read(new ByteArrayInputStream(bytes));
    }
}
