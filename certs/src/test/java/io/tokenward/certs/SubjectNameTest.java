package io.tokenward.certs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectNameTest {

    @ParameterizedTest
    @CsvSource({"api.example.com, api.example.com, true", "api.example.com, API.Example.com, true",
            "*.example.com, api.example.com, true", "*.example.com, example.com, false",
            "*.example.com, a.b.example.com, false", "*.example.com, .example.com, false",
            "api.example.com, example.com, false", "example.com, api.example.com, false"})
    void aWildcardStandsForExactlyOneLabel(String name, String host, boolean covered) {
        assertThat(new SubjectName(SubjectName.Kind.DNS, name).covers(host)).isEqualTo(covered);
    }

    @Test
    void anAddressIsTheSameHoweverItIsWritten() {
        var name = new SubjectName(SubjectName.Kind.IP, "0:0:0:0:0:0:0:1");

        assertThat(name.covers("::1")).isTrue();
        assertThat(name.covers("localhost")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"uri:spiffe://acme/Build", "dns:app.acme.test", "email:Ada@acme.test", "ip:10.0.0.7"})
    void whatIsPrintedIsReadAgain(String text) {
        assertThat(SubjectName.parse(text)).hasValueSatisfying(name -> assertThat(name).hasToString(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "uri:", "spiffe://acme/build", "cn:acme", "DNS:app.acme.test"})
    void whatNamesNoKindIsNoName(String text) {
        assertThat(SubjectName.parse(text)).isEmpty();
    }

    @Test
    void caseMattersWhereTheStandardSaysSo() {
        assertThat(SubjectName.parse("email:Ada@ACME.test")).isEqualTo(SubjectName.parse("email:Ada@acme.test"))
                .isNotEqualTo(SubjectName.parse("email:ada@acme.test"));
        assertThat(SubjectName.parse("uri:spiffe://acme/A")).isNotEqualTo(SubjectName.parse("uri:spiffe://acme/a"));
        assertThat(SubjectName.parse("dns:A.test")).isEqualTo(SubjectName.parse("dns:a.test"));
    }

    @Test
    void theNamesOfACertificateAreThoseItWasIssuedFor(@TempDir Path directory) throws Exception {
        var authority = DevelopmentAuthority.openOrCreate(directory.resolve("ca"), Clock.systemUTC());

        var names = SubjectName.of(authority.issueServer(List.of("Proxy.test")).certificate());

        assertThat(names).extracting(SubjectName::toString)
                .containsExactly("dns:proxy.test", "dns:localhost", "ip:127.0.0.1", "ip:0:0:0:0:0:0:0:1");
    }
}
