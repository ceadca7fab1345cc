package io.tokenward.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.certs.SubjectName;
import io.tokenward.proxy.keys.Caller;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

/** The TLS part of a listener, as the example of {@code docs/configuration.md} has it. */
class TlsReaderTest {
    private static final String REST = """
            upstreams: { u: { url: "https://u.test", credential: env:KEY } }
            routes: [{ base: /, dialects: [openai], upstream: u }]
            keys: { store: file:keys, pepper: file:pepper }
            tenants: { acme: { plan: developer-15m } }
            plans: { developer-15m: {} }
            """;

    private static Settings documented() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "configuration.md"));
        int start = page.indexOf("```yaml\ntls:") + "```yaml\n".length();
        String tls = page.substring(start, page.indexOf("```", start)).indent(4);
        String text = "listeners:\n  - address: 0.0.0.0:8443\n" + tls + REST;
        return SettingsReader.read(Path.of("/etc/tokenward/tokenward.yaml"), text);
    }

    @Test
    void identitiesArriveInTheirOrderWithTheirNames() throws Exception {
        assertThat(documented().listeners().getFirst().tls())
                .isInstanceOfSatisfying(ListenerSettings.Identities.class, tls -> {
                    assertThat(tls.identities()).hasSize(2);
                    assertThat(tls.identities().getFirst()).isEqualTo(new ListenerSettings.Pem(List.of(),
                            Path.of("/etc/tokenward/certs/server.pem"), Path.of("/etc/tokenward/certs/server.key"),
                            Optional.empty(), Optional.empty()));
                    assertThat(tls.identities().getLast())
                            .isInstanceOfSatisfying(ListenerSettings.Store.class, store -> {
                                assertThat(store.names()).containsExactly("*.partner.example");
                                assertThat(store.store()).isEqualTo(Path.of("/etc/tokenward/certs/partner.p12"));
                                assertThat(store.password()).hasToString("file:secrets/partner-password");
                            });
                });
    }

    @Test
    void callersArriveByTheNameInTheirCertificate() throws Exception {
        assertThat(documented().listeners().getFirst().clients())
                .isEqualTo(new ListenerSettings.Certified(false, Path.of("/etc/tokenward/certs/clients-ca.pem"),
                        java.util.Map.of(new SubjectName(SubjectName.Kind.URI, "spiffe://acme/build"),
                                new Caller("cert:build", "acme", "developer-15m", List.of("glm-5"))),
                        io.tokenward.certs.Revocation.NONE));
    }

    @Test
    void passwordsOfIdentitiesAreAmongTheSecretsThatHaveToExist() throws Exception {
        assertThat(documented().secrets()).extracting(SecretReference::toString)
                .containsExactly("env:KEY", "file:secrets/partner-password", "file:pepper");
    }

    @Test
    void withoutClientAuthNobodyIsAskedForACertificate() throws Exception {
        var settings = SettingsReader.read(Path.of("tokenward.yaml"),
                "listeners: [{ address: \"127.0.0.1:0\", tls: { identities: development } }]\n" + REST);

        assertThat(settings.listeners().getFirst().clients()).isEqualTo(new ListenerSettings.Anyone());
    }
}
