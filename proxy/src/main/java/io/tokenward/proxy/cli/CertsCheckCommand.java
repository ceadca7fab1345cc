package io.tokenward.proxy.cli;

import io.tokenward.certs.CertificateFlaw;
import io.tokenward.certs.CertificateProblem;
import io.tokenward.certs.CertificateReport;
import io.tokenward.certs.IdentitySource;
import io.tokenward.certs.KeyStoreIdentity;
import io.tokenward.certs.PemIdentity;
import io.tokenward.certs.TrustAnchors;
import io.tokenward.certs.acme.AcmeIdentity;
import io.tokenward.proxy.TlsWiring;
import io.tokenward.proxy.config.ListenerSettings;
import io.tokenward.proxy.config.SettingsReader;
import io.tokenward.proxy.listener.ServerIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code certs check}: everything that is wrong with certificates, all at once. */
@Command(name = "check", mixinStandardHelpOptions = true, description = {
        "Says what is wrong with a certificate, or with all of a configuration.",
        "Exit status 1 if clients would refuse one; remarks alone leave it 0."}, footer = {"",
                "Example: tokenward certs check certs/server.pem --key certs/server.key --name proxy.example.com",
                "Example: tokenward certs check -c tokenward.yaml --days 14"})
final class CertsCheckCommand implements Callable<Integer> {
    @Mixin
    private CertificateFiles files = new CertificateFiles();
    @Option(names = {"-c",
            "--config"}, paramLabel = "FILE", description = "A configuration, all of whose certificates are checked.")
    private @Nullable Path config;
    @Option(names = "--name", paramLabel = "HOST", description = "A name or address that it must answer to; repeat for more.")
    private List<String> names = List.of();
    @Option(names = "--days", paramLabel = "DAYS", description = "Fewer days left are wrong; ${DEFAULT-VALUE} if missing.")
    private int days = 7;

    private boolean wrong;

    @Override
    public Integer call() throws Exception {
        Path file = files.file();
        Path configuration = config;
        if ((file == null) == (configuration == null)) {
            System.err.println("tokenward: name a certificate file, or a configuration with -c");
            return 2;
        }
        if (file != null) check(file.toString(), names, () -> files.report(file));
        if (configuration != null) {
            for (ListenerSettings listener : SettingsReader.read(configuration.toAbsolutePath()).listeners())
                check(listener);
        }
        return wrong ? 1 : 0;
    }

    private interface Reading {
        CertificateReport report() throws CertificateProblem, IOException;
    }

    private void check(ListenerSettings listener) throws Exception {
        String which = "listener " + listener.address();
        if (listener.tls() instanceof ListenerSettings.Development) {
            System.out.println(which + ": in order (a certificate for trying out, made at the start)");
        } else if (listener.tls() instanceof ListenerSettings.Plain) {
            System.out.println(which + ": needs no certificate");
        } else {
            for (ServerIdentity identity : TlsWiring.identities(listener, Path.of(""), Clock.systemUTC()))
                check(which, identity);
        }
        if (listener.clients() instanceof ListenerSettings.Certified certified) checkAuthorities(certified);
    }

    private void check(String listener, ServerIdentity identity) throws IOException {
        Path file = identity.source().files().getFirst();
        String which = listener + ": " + file;
        identity.source().problem().ifPresent(problem -> System.out.println(which + ": remark: " + problem));
        if (identity.source() instanceof AcmeIdentity && !Files.exists(file)) {
            wrong = true;
            System.out.println(which + ": wrong: nothing was issued yet; a running proxy orders it");
        } else {
            check(which, identity.names(), () -> report(identity.source()));
        }
    }

    private static CertificateReport report(IdentitySource source) throws CertificateProblem {
        return switch (source) {
            case PemIdentity pem -> CertificateReport.of(pem);
            case KeyStoreIdentity store -> CertificateReport.of(store);
            case AcmeIdentity ordered -> CertificateReport.of(
                    new PemIdentity(ordered.files().getFirst(), ordered.files().getFirst()));
            default -> throw new IllegalStateException("a configuration has files, got " + source);
        };
    }

    private void checkAuthorities(ListenerSettings.Certified certified) {
        try {
            Instant now = Instant.now();
            long expired = TrustAnchors.read(certified.authorities())
                    .stream()
                    .filter(anchor -> anchor.getNotAfter().toInstant().isBefore(now))
                    .count();
            System.out.println(certified.authorities() + ": "
                    + (expired == 0 ? "in order" : "remark: " + expired + " of its certificates expired"));
        } catch (CertificateProblem problem) {
            wrong = true;
            System.out.println("wrong: " + problem.getMessage());
        }
    }

    private void check(String which, List<String> wanted, Reading reading) throws IOException {
        try {
            List<CertificateFlaw> flaws = reading.report().flaws(wanted, Instant.now(), days);
            for (CertificateFlaw flaw : flaws) {
                wrong |= flaw.grave();
                System.out.println(which + ": " + (flaw.grave() ? "wrong: " : "remark: ") + flaw.text());
            }
            if (flaws.isEmpty()) System.out.println(which + ": in order");
        } catch (CertificateProblem problem) {
            wrong = true;
            System.out.println("wrong: " + problem.getMessage());
        }
    }
}
