package io.tokenward.rules.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class NumbersTest {
    @Test
    void eachNumberIsGivenOnceAscending() {
        var numbers = new Numbers();
        numbers.addAll(IntStream.range(0, 100).map(i -> i * 37 % 50).toArray());
        numbers.add(7);

        assertThat(numbers.distinct()).isEqualTo(IntStream.range(0, 50).toArray());
        numbers.add(3);
        assertThat(numbers.distinct()).as("and may go on").hasSize(50);
    }

    @Test
    void withoutAnyThereIsNothing() {
        assertThat(new Numbers().isEmpty()).isTrue();
        assertThat(new Numbers().distinct()).isEmpty();
    }
}
