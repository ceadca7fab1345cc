package io.tokenward.proxy.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostTest {
    /** Every way that is known to make one reader see allowed.com, or 127.0.0.1, and another something else. */
    static Stream<String> tricks() {
        return Stream.of("", ".", "..", "allowed.com.", ".allowed.com", "allowed..com", "attacker.com\0.allowed.com",
                "allowed.com\0", "attacker.com%00.allowed.com", "attacker.com%2eallowed.com",
                "allowed.com@attacker.com", "attacker.com#.allowed.com", "attacker.com/.allowed.com",
                "attacker.com\\.allowed.com", "attacker.com?.allowed.com", "attacker.com .allowed.com",
                "attacker.com\t.allowed.com", "attacker.com\n.allowed.com", "attacker.com\r\n.allowed.com",
                " allowed.com", "allowed.com ", "allowed.com,attacker.com", "allowed_.com", "-allowed.com",
                "allowed-.com", "allowed.com:443", "[allowed.com]", "*.allowed.com", "allo*wed.com",
                // IDNA maps these to other names
                "\uff41llowed.com", "allowed\u3002com", "allowed\uff0ecom", "allowed\uff61com", "\u2460.com",
                "fa\u1e9e.de", "\u212aelvin.com", "al\u00adlowed.com", "allowed\u2024com", "\u2100.com",
                // IDNA forbids these
                "al\u200blowed.com", "\u200dallowed.com", "al\u202elowed.com", "\u0300allowed.com", "allowed.c\ufeffom",
                "a\u0378b.com", "\ud800.com", "\u05d0a.com",
                // A-labels that stand for nothing, or for something that has another form
                "xn--.com", "xn--a.com", "xn--99999999.com", "xn--allowed-.com", "xn--fiqs8s\u4e2d.com",
                // numbers that resolvers take for IPv4 addresses
                "127.1", "127.0.1", "0x7f.1", "0x7f000001", "2130706433", "0", "0x", "017700000001", "0177.0.0.1",
                "127.0.0.01", "127.0.0.1.", "127.0.0.256", "127.0.0.1.1", "1.2.3.4.5", "allowed.com.1", "allowed.0x1",
                "\u0661.\u0662.\u0663.\u0664", "\uff11\uff12\uff17.0.0.1", "1\u30022\u30023\u30024",
                // IPv6
                "::1", "[::1", "::1]", "[]", "[::1%lo]", "[fe80::1%25eth0]", "[127.0.0.1]", "[v1.a]", "[::1]:443",
                "[1::2::3]", "[::ffff:127.1]", "[:::]",
                "a".repeat(64) + ".com", "a.".repeat(127) + "com");
    }

    @ParameterizedTest
    @MethodSource("tricks")
    void whatCanBeReadInTwoWaysIsNoHost(String text) {
        assertThat(Host.of(text)).isEmpty();
        assertThat(HostPattern.of("*." + text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            allowed.com          | allowed.com
            ALLOWED.Com          | allowed.com
            a-b.c3.example       | a-b.c3.example
            gateway              | gateway
            1.example            | 1.example
            3com.com             | 3com.com
            münchen.example      | xn--mnchen-3ya.example
            MüNCHEN.example      | xn--mnchen-3ya.example
            xn--mnchen-3ya.example | xn--mnchen-3ya.example
            XN--MNCHEN-3YA.example | xn--mnchen-3ya.example
            faß.de               | xn--fa-hia.de
            fass.de              | fass.de
            中文.example          | xn--fiq228c.example
            中文.xn--mnchen-3ya.example | xn--fiq228c.xn--mnchen-3ya.example
            аllowed.com          | xn--llowed-2nf.com
            10.0.4.7             | 10.0.4.7
            [::1]                | [0:0:0:0:0:0:0:1]
            [FD00::7]            | [fd00:0:0:0:0:0:0:7]
            [::ffff:127.0.0.1]   | 127.0.0.1
            [::ffff:7f00:1]      | 127.0.0.1
            """)
    void hostsHaveOneForm(String text, String form) {
        assertThat(Host.of(text)).map(Host::toString).contains(form);
    }

    @Test
    void lookAlikesAreOtherHosts() {
        Host allowed = Host.of("allowed.com").orElseThrow();
        // Cyrillic a, Greek omicron
        for (String text : new String[]{"\u0430llowed.com", "all\u03bfwed.com", "xn--llowed-2nf.com"})
            assertThat(Host.of(text)).isPresent().get().isNotEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            *.allowed.com | a.allowed.com       | true
            *.allowed.com | A.ALLOWED.COM       | true
            *.allowed.com | allowed.com         | false
            *.allowed.com | xallowed.com        | false
            *.allowed.com | a.b.allowed.com     | false
            *.allowed.com | allowed.com.attacker.com | false
            *.allowed.com | a.allowed.com.attacker.com | false
            *.allowed.com | a-allowed.com       | false
            allowed.com   | allowed.com         | true
            allowed.com   | www.allowed.com     | false
            allowed.com   | allowed.com.attacker.com | false
            *.münchen.de  | a.xn--mnchen-3ya.de | true
            127.0.0.1     | 127.0.0.1           | true
            127.0.0.1     | [::ffff:127.0.0.1]  | true
            127.0.0.1     | 127.0.0.2           | false
            [::1]         | [0:0:0:0:0:0:0:1]   | true
            [::1]         | 127.0.0.1           | false
            """)
    void patternsAreComparedLabelByLabel(String pattern, String host, boolean covered) {
        assertThat(HostPattern.of(pattern).orElseThrow().covers(Host.of(host).orElseThrow())).isEqualTo(covered);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "*.", "*.com", "*.*.allowed.com", "a.*.com", "**.allowed.com", "*allowed.com",
            "*.127.0.0.1", "*.[::1]"})
    void wildcardsStandForTheFirstLabelOfThreeAtLeast(String pattern) {
        assertThat(HostPattern.of(pattern)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            localhost      | localhost | 0
            localhost:8443 | localhost | 8443
            [::1]:443      | [0:0:0:0:0:0:0:1] | 443
            127.0.0.1:1    | 127.0.0.1 | 1
            """)
    void authoritiesHaveAPortOrNone(String text, String host, int port) {
        assertThat(Host.authority(text))
                .hasValueSatisfying(found -> {
                    assertThat(found.host()).hasToString(host);
                    assertThat(found.port()).isEqualTo(port);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {":443", "localhost:", "localhost:0", "localhost:65536", "localhost:+1", "localhost:1:2",
            "user@localhost", "localhost:443@attacker.com", "[::1]443", "[::1]:", "::1"})
    void otherAuthoritiesAreNone(String text) {
        assertThat(Host.authority(text)).isEmpty();
    }
}
