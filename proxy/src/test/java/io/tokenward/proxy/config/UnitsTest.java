package io.tokenward.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.proxy.limit.Rate;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {
    @Test
    void unitsAreUnderstood() {
        assertThat(Units.duration("250ms")).contains(Duration.ofMillis(250));
        assertThat(Units.duration("10s")).contains(Duration.ofSeconds(10));
        assertThat(Units.duration("10m")).contains(Duration.ofMinutes(10));
        assertThat(Units.duration("2h")).contains(Duration.ofHours(2));
        assertThat(Units.duration("90d")).contains(Duration.ofDays(90));
        assertThat(Units.size("4MiB")).hasValue(4 << 20);
        assertThat(Units.size("32KiB")).hasValue(32 << 10);
        assertThat(Units.size("1GiB")).hasValue(1L << 30);
        assertThat(Units.size("7B")).hasValue(7);
        assertThat(Units.count("200k")).hasValue(200_000);
        assertThat(Units.count("15M")).hasValue(15_000_000);
        assertThat(Units.rate("60/min", false)).hasValue(Rate.perMinute(60));
        assertThat(Units.rate("5k/h", false)).hasValue(new Rate(5_000, Duration.ofHours(1)));
        assertThat(Units.rate("10MiB/s", true)).hasValue(new Rate(10 << 20, Duration.ofSeconds(1)));
        assertThat(Units.percentage("0.5%")).hasValue(0.005);
        assertThat(Units.decimal("0.80")).hasValue(0.8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-1", "+1", "1e3", "0x10", "1_000", "1,5", "١", "1 s", "1S", "1mb", "1K", "/min",
            "%",
            "NaN", "Infinity", "9999999999999999999999", ".5", "5."})
    void otherTextsAreNot(String text) {
        assertThat(Units.duration(text)).isEmpty();
        assertThat(Units.size(text)).isEmpty();
        assertThat(Units.count(text)).isEmpty();
        assertThat(Units.rate(text + "/min", false)).isEmpty();
        assertThat(Units.percentage(text + "%")).isEmpty();
        assertThat(Units.decimal(text)).isEmpty();
    }

    @Test
    void numbersThatDoNotFitAreNoNumbers() {
        assertThat(Units.duration("999999999999999d")).isEmpty();
        assertThat(Units.duration("36501d")).isEmpty();
        assertThat(Units.size("999999999999999GiB")).isEmpty();
        assertThat(Units.count("999999999999999M")).isEmpty();
    }
}
