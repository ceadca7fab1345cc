package io.tokenward.detectors.injection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.detectors.Role;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StrataTest {
    @ParameterizedTest
    @CsvSource({"0, 100, false", "12, 100, false", "13, 100, true", "100, 100, true", "0, 0, false", "1, 8, false"})
    void aTextIsInSignsIfMoreThanAnEighthOfItIs(int signs, int length, boolean inSigns) {
        assertThat(Strata.of(Role.USER, signs, length) >= Strata.GROUPS).isEqualTo(inSigns);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void aStratumTellsTheGroupOfItsRole(Role role) {
        assertThat(Strata.group(Strata.of(role, 0, 10))).isEqualTo(Strata.group(role));
        assertThat(Strata.group(Strata.of(role, 10, 10))).isEqualTo(Strata.group(role));
    }

    @Test
    void allStrataAreNumberedWithoutGaps() {
        Set<Integer> seen = new HashSet<>();
        for (Role role : Role.values()) {
            seen.add(Strata.of(role, 0, 10));
            seen.add(Strata.of(role, 10, 10));
        }

        assertThat(seen).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
        assertThat(seen).hasSize(Strata.COUNT);
    }

    @Test
    void aHugeTextDoesNotOverflow() {
        assertThat(Strata.of(Role.DOCUMENT, Integer.MAX_VALUE, Integer.MAX_VALUE)).isEqualTo(4);
    }
}
