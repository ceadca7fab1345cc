package io.tokenward.proxy.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.certs.CertificateProblem;
import io.tokenward.certs.DevelopmentAuthority;
import io.tokenward.certs.PemFiles;
import io.tokenward.certs.PemIdentity;
import io.tokenward.certs.TrustAnchors;
import io.tokenward.rules.RuleEngine;
import io.tokenward.rules.RulesProblem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parsers of files that people, tools and other programs write. */
public class FileFuzzTest {
    /** What means something in YAML, and in no YAML of ours. */
    public static final List<String> YAML_WORDS = List.of(": ", "- ", "{", "}", "[", "]", "\"", "'", "#", "|", ">",
            "&a ", "*a", "!!int ", "? ", "---\n", "...\n", "<<: ", "\t", "\0", "\ufeff", "\u2028", "\n", "\n  ", "~",
            "off", "999999999999", "1e9", "file:", "env:", "[[[[[[[[", "{a: {a: {a: ");

    @Test
    void filesOfCertificatesAreReadOrRefused(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("fuzzed.pem");
        var authority = DevelopmentAuthority.openOrCreate(directory.resolve("authority"), Clock.systemUTC());
        PemFiles.write(authority.issueServer(List.of("a.test")), directory.resolve("a.pem"),
                directory.resolve("a.key"));
        String both = Files.readString(directory.resolve("a.pem")) + Files.readString(directory.resolve("a.key"));
        List<byte[]> made = List.of(both.getBytes(StandardCharsets.US_ASCII),
                Files.readAllBytes(authority.caFile()));
        int said = Fuzzing.run("pem", made, List.of("-----BEGIN ", "-----END ", "CERTIFICATE", "PRIVATE KEY",
                "RSA PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "EC PARAMETERS", "-----", "\n", "\r\n", "=", "MII",
                "Proc-Type: 4,ENCRYPTED", ": ", "0\u0082"), 3_000, input -> {
                    Files.write(file, input);
                    String sign = certificates(file) + "; " + identity(file);
                    return sign.contains("anchors ") || sign.contains("identity ")
                            ? Fuzzing.Reading.accepted(sign)
                            : Fuzzing.Reading.refused(sign);
                });
        assertThat(said).isGreaterThan(5);
    }

    private static String certificates(Path file) {
        try {
            return "anchors " + "x".repeat(Math.min(3, TrustAnchors.read(file).size()));
        } catch (CertificateProblem refused) {
            return words(refused);
        }
    }

    private static String identity(Path file) {
        try {
            return "identity " + new PemIdentity(file, file).identity().key().getAlgorithm();
        } catch (CertificateProblem refused) {
            return words(refused);
        }
    }

    /** Without the path, and nothing of what stands in the file. */
    private static String words(CertificateProblem refused) {
        String message = String.valueOf(refused.getMessage());
        assertThat(message).contains("; ");
        return message.substring(message.indexOf(".pem") + 4).replaceAll("\"[^\"]*\"|[0-9A-Za-z+/]{20,}", "x");
    }

    @Test
    void rulePacksAreReadOrRefusedWithTheirPlaces() throws Exception {
        int said = Fuzzing.run("rules", YAML_WORDS, 1_500, input -> {
            try {
                var engine = RuleEngine.of(List.of(Map.of("rules.yaml", new String(input, StandardCharsets.UTF_8))));
                return Fuzzing.Reading.accepted(engine.rules()
                        .stream()
                        .map(rule -> rule.severity() + " " + rule.mode() + " " + rule.roles())
                        .toList()
                        .toString());
            } catch (RulesProblem refused) {
                return Fuzzing.Reading.refused(String.valueOf(refused.getMessage()).replaceAll("\"[^\"]*\"", "x"));
            }
        });
        assertThat(said).isGreaterThan(3);
    }
}
