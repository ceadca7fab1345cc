package io.tokenward.proxy.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardedTest {
    private static final Networks HOPS = new Networks(
            Stream.of("10.0.0.0/8", "fd00::/8").map(text -> Network.of(text).orElseThrow()).toList(), false);

    private static String client(Forwarded.Field field, String peer, String... lines) {
        return new Forwarded(field, HOPS).client(Optional.of(InetAddress.ofLiteral(peer)), Arrays.asList(lines))
                .orElseThrow()
                .getHostAddress();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "10.0.0.1    | 203.0.113.9                                  | 203.0.113.9  | the nearest hop wrote it",
            "203.0.113.5 | 198.51.100.7                                 | 203.0.113.5  | anybody can write it",
            "10.0.0.1    | 1.1.1.1, 203.0.113.9                         | 203.0.113.9  | what a client wrote himself",
            "10.0.0.1    | 203.0.113.9, 10.0.0.7                        | 203.0.113.9  | two hops",
            "10.0.0.1    | 1.1.1.1, 203.0.113.9, 10.0.0.7, 10.2.0.1     | 203.0.113.9  | three hops and an invention",
            "10.0.0.1    | 10.0.0.9, 10.0.0.7                           | 10.0.0.9     | a client inside",
            "10.0.0.1    | unknown                                      | 10.0.0.1     | no address",
            "10.0.0.1    | 203.0.113.9, garbage, 10.0.0.7               | 10.0.0.7     | the hop before the garbage",
            "10.0.0.1    | ''                                           | 10.0.0.1     | empty",
            "10.0.0.1    | 203.0.113.9,                                 | 10.0.0.1     | nothing after the comma",
            "10.0.0.1    | 203.0.113.9:4711                             | 203.0.113.9  | with a port",
            "10.0.0.1    | [2001:db8::9]:4711                           | 2001:db8:0:0:0:0:0:9 | IPv6 with a port",
            "10.0.0.1    | 2001:db8::9                                  | 2001:db8:0:0:0:0:0:9 | IPv6 bare",
            "10.0.0.1    | 0203.0.113.9                                 | 10.0.0.1     | octal to some",
            "10.0.0.1    | ::ffff:203.0.113.9                           | 203.0.113.9  | IPv4 as IPv6",
            "fd00::1     | 203.0.113.9                                  | 203.0.113.9  | IPv6 hop",
            "10.0.0.1    | 1.1.1.1, \"x, 203.0.113.9                     | 203.0.113.9  | a quotation mark hides nothing"})
    void theFirstAddressFromTheEndThatIsNoHopIsTheClient(String peer, String line, String client, String why) {
        assertThat(client(Forwarded.Field.X_FORWARDED_FOR, peer, line)).as(why).isEqualTo(client);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "for=203.0.113.9                              | 203.0.113.9",
            "For=203.0.113.9;proto=https;by=10.0.0.1      | 203.0.113.9",
            "for=1.1.1.1, for=203.0.113.9;proto=http      | 203.0.113.9",
            "for=\"[2001:db8:cafe::17]:4711\"             | 2001:db8:cafe:0:0:0:0:17",
            "for=\"203.0.113.9:80\"                       | 203.0.113.9",
            "for=_hidden                                  | 10.0.0.1",
            "for=unknown                                  | 10.0.0.1",
            "proto=https                                  | 10.0.0.1",
            "for=203.0.113.9;for=198.51.100.7             | 10.0.0.1",
            "for=203.0.113.9, for=\"10.0.0.7, for=1.2.3.4\" | 10.0.0.1",
            "for=203.0.113.9, by=\"x, for=1.2.3.4;y\";for=10.0.0.7 | 203.0.113.9",
            "host=\"a\\\", for=1.2.3.4\", for=203.0.113.9  | 203.0.113.9",
            "203.0.113.9                                  | 10.0.0.1"})
    void theStandardFieldIsReadByItsGrammar(String line, String client) {
        assertThat(client(Forwarded.Field.FORWARDED, "10.0.0.1", line)).isEqualTo(client);
    }

    @Test
    void severalLinesAreOneList() {
        assertThat(client(Forwarded.Field.X_FORWARDED_FOR, "10.0.0.1", "1.1.1.1", "203.0.113.9", "10.0.0.2"))
                .isEqualTo("203.0.113.9");
    }

    @Test
    void noMoreHopsAreFollowedThanOneHas() {
        List<String> entries = new ArrayList<>(List.of("203.0.113.9"));
        for (int i = 0; i < Forwarded.MOST_HOPS; i++)
            entries.add("10.0.1." + i);

        assertThat(client(Forwarded.Field.X_FORWARDED_FOR, "10.0.0.1", String.join(",", entries)))
                .isEqualTo("10.0.1.0");
    }

    @Test
    void noTextOfAClientMakesItThrowOrInventAHop() {
        long seed = 20261130;
        var random = new Random(seed);
        String alphabet = "for=\"\\,;[]:.0123456789abcdefFORunknow_ \t\u00e9";
        for (int i = 0; i < 20_000 * Integer.getInteger("tokenward.rounds", 1); i++) {
            var text = new StringBuilder();
            for (int length = random.nextInt(60); length > 0; length--)
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            String line = text.toString();
            for (Forwarded.Field field : Forwarded.Field.values()) {
                assertThatCode(() -> client(field, "10.0.0.1", line)).as("seed %d, line %s", seed, line)
                        .doesNotThrowAnyException();
                String appended = line + (field == Forwarded.Field.FORWARDED ? "\", for=203.0.113.9" : ", 203.0.113.9");
                boolean closed = field == Forwarded.Field.X_FORWARDED_FOR && line.indexOf('"') < 0;
                if (closed) assertThat(client(field, "10.0.0.1", appended)).as(line).isEqualTo("203.0.113.9");
            }
        }
    }

    /** What a client left open would swallow what the nearest hop wrote. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "for=10.0.0.5;x=\", for=203.0.113.9                | false",
            "for=10.0.0.5;x=\", for=\"[2001:db8::1]\"          | false",
            "for=10.0.0.5;x=\"a\"b, for=203.0.113.9            | false",
            "for=10.0.0.5;x=\"a\\\", for=203.0.113.9            | false",
            "for = 10.0.0.5                                   | false",
            "for=203.0.113.9                                  | true",
            "for=\"[2001:db8::1]:47\";proto=https, for=10.0.0.7 | true",
            "for=203.0.113.9:80;x=\"a\\\"b\" , ,for=unknown;     | true"})
    void aFieldThatCanBeReadInTwoWaysIsNotRead(String line, boolean readable) {
        var forwarded = new Forwarded(Forwarded.Field.FORWARDED, HOPS);

        assertThat(forwarded.readable(Optional.of(InetAddress.ofLiteral("10.0.0.1")), List.of(line)))
                .isEqualTo(readable);
        assertThat(forwarded.readable(Optional.of(InetAddress.ofLiteral("203.0.113.5")), List.of(line))).isTrue();
    }
}
