package io.tokenward.proxy.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.proxy.host.Host;
import io.tokenward.proxy.host.Link;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

class NameFuzzTest {
    private static final List<String> WORDS = List.of(".", "-", "xn--", "*.", "@", ":", "/", "\\", "?", "#", "%00",
            "\0",
            "[", "]", "::", "0x", "127.1", "localhost", "https://", "http://", "\u3002", "\uff41", "\u00df", "\u1e9e",
            "\u200d", "\u0430", ":443", " ");

    @Test
    void aHostIsTheSameOnceItIsRead() throws Exception {
        int said = Fuzzing.run("host", WORDS, 50_000, input -> {
            String text = new String(input, StandardCharsets.UTF_8);
            Optional<Host> host = Host.of(text);
            if (host.isEmpty()) return Fuzzing.Reading.refused("none");
            assertThat(Host.of(host.get().toString())).isEqualTo(host);
            assertThat(host.get().toString()).matches("[a-z0-9.:\\[\\]-]+");
            return Fuzzing.Reading.accepted(
                    host.get().getClass().getSimpleName() + (text.equals(host.get().toString()) ? "" : ", changed"));
        });
        assertThat(said).isGreaterThan(3);
    }

    @Test
    void aLinkLeadsWhereOthersReadersOfUrlsGo() throws Exception {
        int said = Fuzzing.run("link", WORDS, 50_000, input -> {
            String text = new String(input, StandardCharsets.UTF_8);
            Optional<Host> host = Link.host(text);
            if (host.isEmpty()) return Fuzzing.Reading.refused("none");
            String there;
            try {
                there = String.valueOf(new URI(text).getHost());
            } catch (java.net.URISyntaxException stricter) {
                return Fuzzing.Reading.accepted("no URI");
            }
            // Java reads names of other scripts not at all, and nothing as another host.
            if (!there.equals("null")) assertThat(Host.of(there)).isEqualTo(host);
            return Fuzzing.Reading.accepted("host" + there.equals("null"));
        });
        assertThat(said).isGreaterThan(1);
    }
}
