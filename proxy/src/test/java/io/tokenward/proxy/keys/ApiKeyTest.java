package io.tokenward.proxy.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Random;
import java.util.zip.CRC32;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyTest {
    private final SecureRandom random = new SecureRandom();

    @Test
    void aNewKeyHasTheShapeThatScannersLookFor() {
        assertThat(ApiKey.generate(random).reveal()).matches("tw_[0-9A-Za-z]{12}_[0-9A-Za-z]{38}");
    }

    @Test
    void aNewKeyIsReadBackAsItself() {
        for (int i = 0; i < 1_000; i++) {
            ApiKey key = ApiKey.generate(random);

            assertThat(ApiKey.parse(key.reveal())).hasValueSatisfying(read -> assertThat(read.matches(key)).isTrue());
        }
    }

    @Test
    void theChecksumIsTheCrc32OfEverythingBeforeIt() {
        String key = ApiKey.generate(random).reveal();
        CRC32 crc = new CRC32();
        crc.update(key.substring(0, 48).getBytes(StandardCharsets.US_ASCII));

        long value = 0;
        for (char digit : key.substring(48).toCharArray())
            value = value * 62 + "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".indexOf(digit);

        assertThat(value).isEqualTo(crc.getValue());
    }

    @Test
    void smallChecksumsArePaddedOnTheLeft() {
        assertThat(Base62.padded(BigInteger.valueOf(61), 6)).isEqualTo("00000z");
        assertThat(Base62.padded(BigInteger.valueOf(0xffff_ffffL), 6)).isEqualTo("4gfFC3");
    }

    @Test
    void anyCharacterMistypedIsFoundByTheChecksum() {
        long seed = 62L;
        System.out.println("seed " + seed);
        Random mistakes = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            String key = ApiKey.generate(random).reveal();
            int at = mistakes.nextInt(key.length());
            char typed = (char) ('0' + mistakes.nextInt(75));
            String mistyped = key.substring(0, at) + typed + key.substring(at + 1);

            assertThat(ApiKey.parse(mistyped).isPresent()).isEqualTo(mistyped.equals(key));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tw_", "sk-test", "tw_000000000000_",
            "Bearer tw_000000000000_00000000000000000000000000000000000000"})
    void whatIsNoKeyIsNone(String text) {
        assertThat(ApiKey.parse(text)).isEmpty();
    }

    @Test
    void spacesAroundAKeyMakeItNone() {
        String key = ApiKey.generate(random).reveal();

        assertThat(ApiKey.parse(key + " ")).isEmpty();
        assertThat(ApiKey.parse(key + "\n")).isEmpty();
        assertThat(ApiKey.parse(key.substring(0, 53) + "é")).isEmpty();
    }

    @Test
    void theIdIsTheMiddlePart() {
        ApiKey key = ApiKey.generate(random);

        assertThat(key.id()).isEqualTo(key.reveal().split("_")[1]);
    }

    @Test
    void printingAKeyShowsNothingOfIt() {
        ApiKey key = ApiKey.generate(random);

        assertThat(key.toString()).isEqualTo("ApiKey[hidden]");
        assertThat(ApiKey.parse(key.reveal()).toString()).doesNotContain(key.id());
    }
}
