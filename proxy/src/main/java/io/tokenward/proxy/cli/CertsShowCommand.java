package io.tokenward.proxy.cli;

import io.tokenward.certs.CertificateFacts;
import io.tokenward.certs.CertificateReport;
import io.tokenward.certs.acme.RenewalNote;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code certs show}: what stands in a certificate file. */
@Command(name = "show", mixinStandardHelpOptions = true, description = "Explains a certificate file: names, dates, keys, order.", footer = {
        "", "Example: tokenward certs show certs/server.pem --key certs/server.key"})
final class CertsShowCommand implements Callable<Integer> {
    @Mixin
    private CertificateFiles files = new CertificateFiles();

    @Override
    public Integer call() throws Exception {
        Path file = files.file();
        if (file == null) {
            System.err.println("tokenward: name a file");
            return 2;
        }
        CertificateReport report = files.report(file);
        List<CertificateFacts> certificates = report.certificates();
        for (int i = 0; i < certificates.size(); i++)
            print(i + 1, certificates.get(i), Instant.now());
        RenewalNote.of(file, certificates.getFirst().from(), certificates.getFirst().until())
                .ifPresent(note -> System.out.println("renewal: " + note));
        if (certificates.size() > 1) {
            System.out.println(
                    "order: " + (report.inOrder() ? "each was issued by the next" : "wrong, or a bundle of roots"));
        }
        report.keyFits()
                .ifPresent(fits -> System.out.println("key: " + (fits
                        ? "belongs to the first certificate"
                        : "DOES NOT belong to the first certificate")));
        return 0;
    }

    private static void print(int number, CertificateFacts facts, Instant now) {
        System.out.println(number + ". " + facts.subject() + (facts.authority() ? "  (an authority)" : ""));
        System.out.println("   issuer     " + facts.issuer());
        if (!facts.names().isEmpty()) {
            System.out.println(
                    "   names      " + facts.names().stream().map(Object::toString).collect(Collectors.joining(", ")));
        }
        System.out.println("   valid      " + facts.from() + " to " + facts.until() + ", " + left(facts.until(), now));
        System.out.println("   key        " + facts.key() + ", signed with " + facts.signature());
        System.out.println("   serial     " + facts.serial());
        System.out.println("   sha256     " + facts.sha256());
        System.out.println("   pin        " + facts.pin());
    }

    private static String left(Instant until, Instant now) {
        return now.isAfter(until)
                ? "EXPIRED"
                : Duration.between(now, until).toDays() + " days left";
    }
}
