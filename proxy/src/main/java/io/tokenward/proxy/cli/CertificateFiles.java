package io.tokenward.proxy.cli;

import io.tokenward.certs.CertificateProblem;
import io.tokenward.certs.CertificateReport;
import io.tokenward.certs.KeyStoreIdentity;
import io.tokenward.certs.PemIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The files that a certificate is looked for in, as options of a command. */
final class CertificateFiles {
    @Parameters(arity = "0..1", paramLabel = "FILE", description = "Certificates in PEM, own one first; or .p12 or .pfx, PKCS#12.")
    private @Nullable Path file;
    @Option(names = "--key", paramLabel = "FILE", description = "The private key in PEM.")
    private @Nullable Path key;
    @Option(names = "--password-file", paramLabel = "FILE", description = "Holds the password of an encrypted key or of a PKCS#12 file.")
    private @Nullable Path passwordFile;

    @Nullable
    Path file() {
        return file;
    }

    CertificateReport report(Path certificates) throws CertificateProblem, IOException {
        try {
            return read(certificates);
        } catch (UncheckedIOException password) {
            throw password.getCause();
        }
    }

    private CertificateReport read(Path certificates) throws CertificateProblem {
        if (pkcs12(certificates)) {
            return CertificateReport.of(new KeyStoreIdentity(certificates, password(), Clock.systemUTC()));
        }
        return key == null
                ? CertificateReport.of(certificates)
                : CertificateReport.of(new PemIdentity(certificates, key, password(), Clock.systemUTC()));
    }

    private static boolean pkcs12(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".p12") || name.endsWith(".pfx");
    }

    private Supplier<char[]> password() {
        Path from = passwordFile;
        if (from == null) return () -> new char[0];
        return () -> {
            try {
                return Files.readString(from).lines().findFirst().orElse("").toCharArray();
            } catch (IOException e) {
                throw new UncheckedIOException(new IOException("cannot read " + from + "; check --password-file", e));
            }
        };
    }
}
