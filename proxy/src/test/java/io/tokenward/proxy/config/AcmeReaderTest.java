package io.tokenward.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcmeReaderTest {
    private static final String ORDERED = "{ acme: [Api.Example.com, www.example.com] }";
    private static final String ACME = "directory: https://acme.example/directory, terms: agreed, storage: data/acme";

    private static Settings read(String identity, String acme) throws ConfigProblem {
        return SettingsReader.read(Path.of("/etc/tokenward/tokenward.yaml"), """
                listeners: [{ address: 0.0.0.0:8443, tls: { identities: [%s] } }]
                upstreams: { u: { url: "https://u.test", credential: env:KEY } }
                routes: [{ base: /, dialects: [openai], upstream: u }]
                keys: { store: file:keys, pepper: file:pepper }
                """.formatted(identity) + (acme.isEmpty() ? "" : "acme: { " + acme + " }\n"));
    }

    private static List<String> wrong(String identity, String acme) {
        return catchThrowableOfType(ConfigProblem.class, () -> read(identity, acme)).messages();
    }

    @Test
    void everythingThatIsWrittenArrives() throws Exception {
        Settings settings = read(ORDERED, ACME + ", contact: [ops@example.com], http: 0.0.0.0:80, trust: file:ca.pem,"
                + " binding: { key-id: c7, key: file:secrets/binding }");

        assertThat(settings.listeners().getFirst().tls()).isEqualTo(new ListenerSettings.Identities(
                List.of(new ListenerSettings.Ordered(List.of("api.example.com", "www.example.com"),
                        Path.of("/etc/tokenward/data/acme"), Optional.empty()))));
        AcmeSettings acme = settings.acme().orElseThrow();
        assertThat(acme.directory()).isEqualTo(URI.create("https://acme.example/directory"));
        assertThat(acme.contacts()).containsExactly(URI.create("mailto:ops@example.com"));
        assertThat(acme.http()).contains(new ListenerSettings.Address("0.0.0.0", 80));
        assertThat(acme.trust()).contains(Path.of("/etc/tokenward/ca.pem"));
        assertThat(acme.binding().map(AcmeSettings.Binding::keyId)).isEqualTo(Optional.of("c7"));
        assertThat(settings.secrets()).anyMatch(secret -> secret.toString().equals("file:secrets/binding"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            { acme: ["*.example.com"] }     | DNS alone
            { acme: [10.0.0.7] }            | no host name: "10.0.0.7"
            { acme: ["a..example.com"] }    | no host name
            { acme: [] }                    | must not be empty
            { acme: a.test }                | must be a list
            { acme: [a.test], chain: file:a.pem } | no key "chain"
            """)
    void namesThatNobodyIssuesForAreRefusedWithTheirPlace(String identity, String message) {
        assertThat(wrong(identity, ACME)).first()
                .asString()
                .startsWith("/etc/tokenward/tokenward.yaml:1:")
                .contains("listeners[0].tls.identities[0]", message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            directory: http://acme.example/directory, terms: agreed, storage: a  | acme.directory: must begin with https://
            terms: agreed, storage: a                                            | acme.directory: is missing
            directory: https://acme.example/d, storage: a                        | acme.terms: is missing
            directory: https://acme.example/d, storage: a, terms: yes            | acme.terms: must be the word agreed
            directory: https://acme.example/d, terms: agreed                     | acme.storage: is missing
            directory: https://acme.example/d, terms: agreed, storage: a, contact: nobody | acme.contact: no mail address
            directory: https://acme.example/d, terms: agreed, storage: a, binding: { key-id: a, key: abc } | acme.binding.key: secrets stand outside
            directory: https://acme.example/d, terms: agreed, storage: a, http: 80 | acme.http: no usable address
            directroy: https://acme.example/d, terms: agreed, storage: a         | did you mean "directory"
            """)
    void aWrongAuthorityIsRefusedWithItsPlace(String acme, String message) {
        assertThat(wrong(ORDERED, acme)).first()
                .asString()
                .startsWith("/etc/tokenward/tokenward.yaml:5:")
                .contains(message);
    }

    @Test
    void neitherPartIsOfUseWithoutTheOther() {
        assertThat(wrong(ORDERED, "")).singleElement().asString().contains("there is no section acme");
        assertThat(wrong("{ chain: file:a.pem, key: file:a.key }", ACME)).singleElement()
                .asString()
                .contains("tokenward.yaml:5:", "does nothing: no identity is ordered there");
    }

    @Test
    void twoIdentitiesWhoseFileWouldBeTheSameAreRefused() {
        assertThat(wrong("{ acme: [a.test] }, { acme: [a.test, b.test] }", ACME)).singleElement()
                .asString()
                .contains("another identity begins with a.test");
    }
}
