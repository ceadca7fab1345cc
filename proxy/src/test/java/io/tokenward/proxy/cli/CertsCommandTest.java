package io.tokenward.proxy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CertsCommandTest {
    @TempDir
    Path directory;

    private String output = "";

    /** The exit status; what was printed stands in {@code output}. */
    private int certs(Object... arguments) {
        List<String> texts = new ArrayList<>();
        for (Object argument : arguments)
            texts.add(argument.toString());
        PrintStream out = System.out;
        PrintStream err = System.err;
        var printed = new ByteArrayOutputStream();
        try (var captured = new PrintStream(printed, true, UTF_8)) {
            System.setOut(captured);
            System.setErr(captured);
            return new CommandLine(new CertsCommand()).setExecutionExceptionHandler((failure, line, parsed) -> {
                Failures.lines(failure).forEach(System.err::println);
                return 1;
            }).execute(texts.toArray(String[]::new));
        } finally {
            System.setOut(out);
            System.setErr(err);
            output = printed.toString(UTF_8);
        }
    }

    private int issue(Object... names) {
        List<Object> arguments = new ArrayList<>(List.of("issue", "-d", ca(), "-o", directory));
        arguments.addAll(List.of(names));
        return certs(arguments.toArray());
    }

    private Path ca() {
        return directory.resolve("ca");
    }

    private Path file(String name) {
        return directory.resolve(name);
    }

    @Test
    void initTellsTheFileThatClientsTrustAndDoesNothingTheSecondTime() throws Exception {
        assertThat(certs("init", "-d", ca())).isZero();
        assertThat(output).startsWith(ca().resolve("ca.pem").toString());
        String first = Files.readString(ca().resolve("ca.pem"));

        assertThat(certs("init", "-d", ca())).isZero();
        assertThat(ca().resolve("ca.pem")).hasContent(first);
    }

    @Test
    void issueWritesFilesOfWhichTheKeyIsForTheOwnerAlone() throws Exception {
        assertThat(issue("proxy.test", "10.0.0.7")).isZero();

        assertThat(output).contains("proxy.test.pem").contains("proxy.test.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file("proxy.test.key"))))
                .isEqualTo("rw-------");
        assertThat(certs("check", file("proxy.test.pem"), "--key", file("proxy.test.key"), "--name", "proxy.test",
                "--name", "10.0.0.7")).isZero();
        assertThat(output).contains("in order");
    }

    @Test
    void issueDoesNotReplaceFilesUnasked() throws Exception {
        issue("proxy.test");
        String before = Files.readString(file("proxy.test.pem"));

        assertThat(issue("proxy.test")).isEqualTo(1);
        assertThat(output).contains("--force");
        assertThat(file("proxy.test.pem")).hasContent(before);
        assertThat(issue("--force", "proxy.test")).isZero();
        assertThat(Files.readString(file("proxy.test.pem"))).isNotEqualTo(before);
    }

    @Test
    void aClientsCertificateHasItsNameAndIsNoServers() {
        assertThat(issue("--client", "--as", "build", "uri:spiffe://acme/build")).isZero();

        assertThat(certs("show", file("build.pem"))).isZero();
        assertThat(output).contains("uri:spiffe://acme/build").contains("days left");
        assertThat(certs("check", file("build.pem"))).isEqualTo(1);
        assertThat(output).contains("not meant for servers");
    }

    @Test
    void aNameThatIsNoneIsRefusedWithAnExample() {
        assertThat(issue("https://proxy.test")).isEqualTo(1);
        assertThat(output).contains("neither a host name nor an address");
        assertThat(issue("--client", "acme")).isEqualTo(1);
        assertThat(output).contains("uri:spiffe://acme/build").doesNotContain("defect");
    }

    @Test
    void showExplainsNamesDatesKeysAndWhetherTheyFit() {
        issue("proxy.test");
        issue("other.test");

        assertThat(certs("show", file("proxy.test.pem"), "--key", file("proxy.test.key"))).isZero();
        assertThat(output).contains("dns:proxy.test").contains("EC 256 bits").contains("belongs to the first");
        certs("show", file("proxy.test.pem"), "--key", file("other.test.key"));
        assertThat(output).contains("DOES NOT belong");
    }

    @Test
    void checkSaysEverythingThatIsWrongAtOnce() {
        issue("proxy.test");
        issue("other.test");

        assertThat(certs("check", file("proxy.test.pem"), "--key", file("other.test.key"), "--name", "api.test",
                "--days", "90")).isEqualTo(1);
        assertThat(output.lines()).hasSize(3).allMatch(line -> line.contains(": wrong: "));
    }

    @Test
    void checkOfAConfigurationLooksAtEveryListener() throws Exception {
        issue("proxy.test");
        issue("other.test");
        Path config = Files.writeString(file("tokenward.yaml"), """
                listeners:
                  - { address: "127.0.0.1:0", tls: { identities: development } }
                  - address: 127.0.0.1:8443
                    tls:
                      identities:
                        - { chain: file:proxy.test.pem, key: file:proxy.test.key }
                        - { chain: file:other.test.pem, key: file:other.test.key, names: [missing.test] }
                      client-auth: required
                      client-ca: file:ca/ca.pem
                upstreams: { u: { url: "https://u.test", credential: caller } }
                routes: [{ base: /, dialects: [openai], upstream: u }]
                keys: { store: file:keys, pepper: file:pepper }
                """);

        assertThat(certs("check", "-c", config)).isEqualTo(1);
        assertThat(output.lines()).hasSize(4);
        assertThat(output).contains("127.0.0.1:0: in order")
                .contains("proxy.test.pem: in order")
                .contains("other.test.pem: wrong: it does not cover missing.test")
                .contains("ca.pem: in order");
    }

    @Test
    void aMissingFileIsNoDefect() {
        assertThat(certs("check", file("nowhere.pem"))).isEqualTo(1);
        assertThat(output).contains("no such file").doesNotContain("defect");
        issue("proxy.test");
        assertThat(certs("show", file("proxy.p12"), "--password-file", file("nowhere"))).isEqualTo(1);
        assertThat(output).doesNotContain("defect");
    }

    @Test
    void withoutAFileThereIsNothingToCheck() {
        assertThat(certs("check")).isEqualTo(2);
        assertThat(certs("show")).isEqualTo(2);
    }

    @Test
    void ofOrderedCertificatesItTellsWhatTheirRenewalIsAt() throws Exception {
        Files.writeString(file("tokenward.yaml"), """
                listeners: [{ address: 0.0.0.0:8443, tls: { identities: [{ acme: [proxy.test] }] } }]
                acme: { directory: https://acme.test/directory, terms: agreed, storage: . }
                upstreams: { u: { url: "https://u.test", credential: env:KEY } }
                routes: [{ base: /, dialects: [openai], upstream: u }]
                keys: { store: file:keys, pepper: file:pepper }
                """);

        assertThat(certs("check", "-c", file("tokenward.yaml"))).isEqualTo(1);
        assertThat(output).contains("proxy.test waits for its first certificate", "wrong: nothing was issued yet");

        issue("proxy.test");
        Files.writeString(file("proxy.test.pem"), Files.readString(file("proxy.test.key")), StandardOpenOption.APPEND);
        Files.writeString(file("proxy.test.renewal"), "2\n2030-01-01T00:00:00Z\nthe name was not found\n");
        assertThat(certs("check", "-c", file("tokenward.yaml"))).isZero();
        assertThat(output).contains("remark: the last order failed: the name was not found");
        assertThat(certs("show", file("proxy.test.pem"))).isZero();
        assertThat(output).contains(
                "renewal: by ACME, ordered anew after 2030-01-01T00:00:00Z; the last of 2 failed orders: the name was");
    }
}
