package io.tokenward.benchmarks.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.proxy.dialect.Dialect;
import io.tokenward.proxy.dialect.Dialects;
import io.tokenward.proxy.dialect.ModelCall;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ChatBodiesTest {
    @ParameterizedTest
    @CsvSource({"1024, 0", "1024, 0.25", "1024, 1", "4096, 0.25", "32768, 0.25", "409600, 0.25", "409600, 1"})
    void bodiesHaveTheExactSizeAndAreReadByTheProxy(int bytes, double share) throws Exception {
        var bodies = new ChatBodies("bench-plain", false, bytes, share, 1);

        for (int i = 0; i < 100; i++) {
            byte[] body = bodies.next();

            assertThat(body).hasSize(bytes);
            assertThat(read(body).model()).isEqualTo("bench-plain");
        }
    }

    @Test
    void aQuarterOfTheTextIsNewWhereAQuarterIsAskedFor() throws Exception {
        var bodies = new ChatBodies("bench-plain", false, 32_768, 0.25, 2);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < bodies.conversations(); i++)
            newCharacters(bodies.next(), seen);

        assertThat(newCharacters(bodies.next(), seen)).isBetween(32_768 * 2 / 10, 32_768 * 3 / 10);
    }

    @Test
    void nothingIsNewOrEverythingIsWhereThatIsAskedFor() throws Exception {
        for (double share : new double[]{0, 1}) {
            var bodies = new ChatBodies("bench-plain", false, 4096, share, 3);
            Set<String> seen = new HashSet<>();
            for (int i = 0; i < bodies.conversations(); i++)
                newCharacters(bodies.next(), seen);

            int fresh = newCharacters(bodies.next(), seen);

            if (share == 0) assertThat(fresh).isZero();
            else
                assertThat(fresh).isGreaterThan(3500);
        }
    }

    private static int newCharacters(byte[] body, Set<String> seen) throws Exception {
        return read(body).prompt()
                .passages()
                .stream()
                .filter(passage -> seen.add(passage.text()))
                .mapToInt(passage -> passage.text().length())
                .sum();
    }

    private static ModelCall read(byte[] body) throws Exception {
        Dialect dialect = Dialects.named("openai").orElseThrow();
        return dialect.read(dialect.operation("POST", "/v1/chat/completions").orElseThrow(), body);
    }
}
