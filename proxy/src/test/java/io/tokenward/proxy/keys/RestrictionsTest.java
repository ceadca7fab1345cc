package io.tokenward.proxy.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where and when a key may be used. */
class RestrictionsTest {
    @ParameterizedTest
    @CsvSource({"10.0.0.0/8, 10.255.1.2, true", "10.0.0.0/8, 11.0.0.1, false", "192.0.2.7, 192.0.2.7, true",
            "192.0.2.7, 192.0.2.8, false", "192.0.2.128/25, 192.0.2.127, false", "0.0.0.0/0, 203.0.113.9, true",
            "0.0.0.0/0, ::1, false", "2001:db8::/32, 2001:db8:ffff::1, true", "2001:db8::/32, 2001:db9::1, false",
            "2001:db8::/33, 2001:db8:8000::1, false", "::1, 0:0:0:0:0:0:0:1, true", "10.0.0.0/8, localhost, false",
            "10.0.0.0/8, '', false",
            // As older keys were sealed.
            "10.0.0.0/08, 10.1.1.1, true", "010.0.0.0/8, 10.1.1.1, true", "2001:db8::/032, 2001:db8::1, true"})
    void aNetworkHoldsItsAddresses(String network, String address, boolean inside) {
        var restrictions = new Restrictions(List.of(network), List.of(), Optional.empty());

        assertThat(restrictions.allow("/", address, Instant.EPOCH)).isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0.0/33", "10.0.0.1/8", "10.0.0", "example.com", "2001:db8::1/32", "10.0.0.0/-1",
            "10.0.0.0/", "fe80::1%eth0", "::ffff:10.0.0.1/200"})
    void whatIsNoNetworkIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Restrictions(List.of(text), List.of(), Optional.empty()))
                .withMessageContaining("no network");
    }

    @ParameterizedTest
    @CsvSource({
            // A Monday; Shanghai is eight hours ahead.
            "mon-fri 08:00-18:00 Asia/Shanghai, 2026-11-23T00:00:00Z, true",
            "mon-fri 08:00-18:00 Asia/Shanghai, 2026-11-22T23:59:59Z, false",
            "mon-fri 08:00-18:00 Asia/Shanghai, 2026-11-23T09:59:59Z, true",
            "mon-fri 08:00-18:00 Asia/Shanghai, 2026-11-23T10:00:00Z, false",
            "mon-fri 08:00-18:00 Asia/Shanghai, 2026-11-28T02:00:00Z, false",
            "fri-mon 00:00-24:00 UTC, 2026-11-29T12:00:00Z, true",
            "fri-mon 00:00-24:00 UTC, 2026-11-24T00:00:00Z, false",
            // Over midnight, the night belongs to the day it began on.
            "fri 22:00-06:00 UTC, 2026-11-27T22:00:00Z, true", "fri 22:00-06:00 UTC, 2026-11-28T05:59:00Z, true",
            "fri 22:00-06:00 UTC, 2026-11-28T22:30:00Z, false", "fri 22:00-06:00 UTC, 2026-11-27T05:00:00Z, false"})
    void hoursHoldTheirInstants(String hours, Instant instant, boolean inside) {
        assertThat(Hours.of(hours).contain(instant)).isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "always", "mon-fri", "mon-fry 08:00-18:00 UTC", "mon 25:00-26:00 UTC",
            "mon 08:00-18:00 Mars/Base", "mon 8:00-18:00 UTC", "mon 08:00 - 18:00 UTC"})
    void whatAreNoHoursIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Hours.of(text)).withMessageContaining("no hours");
    }

    @Test
    void allRestrictionsHaveToAllow() {
        var some = new Restrictions(List.of("10.0.0.0/8", "192.0.2.7"), List.of("/agents"),
                Optional.of("mon 08:00-18:00 UTC"));
        Instant monday = Instant.parse("2026-11-23T10:00:00Z");

        assertThat(some.allow("/agents", "192.0.2.7", monday)).isTrue();
        assertThat(some.allow("/", "192.0.2.7", monday)).isFalse();
        assertThat(some.allow("/agents", "192.0.2.8", monday)).isFalse();
        assertThat(some.allow("/agents", "", monday)).as("an address that is not known").isFalse();
        assertThat(some.allow("/agents", "10.1.1.1", monday.plusSeconds(86_400))).isFalse();
        assertThat(Restrictions.NONE.allow("/", "", monday)).isTrue();
    }
}
