package io.tokenward.proxy.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

import io.tokenward.proxy.problem.Denied;
import org.junit.jupiter.api.Test;

class RequestTargetTest {
    private static final List<String> PIECES = List.of("/", "/", "/", "v1", "a", ".", "..", "%2F", "%2f", "%3A", "%2e",
            "%", "%25",
            ";", "\\", "//", "?", "#", " ", "\u0000", "\uFF0F", "+", ":", "@", "chat", "~", "%00", "%c0%af", "%5C",
            "...");

    /** A server behind may decode before it normalises, or the other way round: both must see the path we saw. */
    @Test
    void anAcceptedPathIsTheSameForAServerThatDecodesAndNormalises() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        int accepted = 0;

        for (int round = 0; round < 50_000; round++) {
            var raw = new StringBuilder("/");
            for (int i = random.nextInt(7); i > 0; i--)
                raw.append(PIECES.get(random.nextInt(PIECES.size())));
            String path;
            try {
                RequestTarget target = RequestTarget.of(raw.toString());
                assertThat(target.path() + target.query()).isEqualTo(raw.toString());
                path = target.path();
            } catch (Denied refused) {
                continue;
            }
            accepted++;
            String decoded = URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
            assertThat(URI.create("http://host" + decoded).normalize().getRawPath())
                    .as("seed %d: %s", seed, raw)
                    .isEqualTo(decoded);
            assertThat(URI.create("http://host" + path).normalize().getRawPath())
                    .as("seed %d: %s", seed, raw)
                    .isEqualTo(path);
        }

        assertThat(accepted).as("accepted, seed %d", seed).isGreaterThan(1000);
    }
}
