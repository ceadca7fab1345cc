package io.tokenward.proxy.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainAuthorityTest {
    private static final String UNITS = "abxXnZ019--..::é\u0000%[]@";

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "api.example.com", "API.Example.com:8443", "a-b.c0.d:1", "x:65535"})
    void everydayHostsAreToldAtOnce(String host) {
        assertThat(PlainAuthority.is(host)).isTrue();
        assertThat(Host.isAuthority(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", ":", "a.", ".a", "a..b", "-a", "a-", "a:", "a:0", "a:65536", "a:x", "a:1:2", "a b",
            "a:000001",
            "1", "127.1", "a.0x1f", "evil.com\u0000.good.com", "xn--a", "faß.de"})
    void whatIsNotSurelyOneIsLeftToTheLongWay(String host) {
        assertThat(PlainAuthority.is(host)).isFalse();
        assertThat(Host.isAuthority(host)).isEqualTo(Host.authority(host).isPresent());
    }

    @Test
    void theShortWayNeverTakesWhatTheLongOneRefuses() {
        var random = new SplittableRandom(20261130);
        int taken = 0;
        for (int round = 0; round < 200_000 * Integer.getInteger("tokenward.rounds", 1); round++) {
            String text = text(random);
            if (!PlainAuthority.is(text)) continue;
            taken++;
            assertThat(Host.authority(text)).as(text).isPresent();
        }
        assertThat(taken).as("the seed is 20261130").isGreaterThan(1000);
    }

    private static String text(SplittableRandom random) {
        var text = new StringBuilder();
        int length = random.nextInt(1, random.nextInt(50) == 0 ? 300 : 12);
        for (int i = 0; i < length; i++)
            text.append(UNITS.charAt(random.nextInt(random.nextInt(4) == 0 ? UNITS.length() : 12)));
        if (random.nextBoolean()) text.append(':').append(random.nextInt(70_000));
        return text.toString();
    }
}
