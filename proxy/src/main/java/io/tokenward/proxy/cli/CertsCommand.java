package io.tokenward.proxy.cli;

import io.tokenward.certs.CertificateProblem;
import io.tokenward.certs.DevelopmentAuthority;
import io.tokenward.certs.Identity;
import io.tokenward.certs.PemFiles;
import io.tokenward.certs.SubjectName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code certs}: an authority for trying things out, and certificates explained and checked. */
@Command(name = "certs", mixinStandardHelpOptions = true, description = "Makes, explains and checks certificates.", subcommands = {
        CertsCommand.Init.class, CertsCommand.Issue.class, CertsShowCommand.class, CertsCheckCommand.class}, footer = {
                "", "Example: tokenward certs check -c tokenward.yaml"})
final class CertsCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        System.err.println("Name a command: init, issue, show or check; --help explains them.");
        return 2;
    }

    private abstract static class OnAuthority implements Callable<Integer> {
        @Option(names = {"-d",
                "--directory"}, paramLabel = "DIR", description = "Where the authority has its files; ${DEFAULT-VALUE} if missing.")
        private Path directory = Path.of("data", "development");

        DevelopmentAuthority authority() throws CertificateProblem {
            return DevelopmentAuthority.openOrCreate(directory, Clock.systemUTC());
        }
    }

    @Command(name = "init", mixinStandardHelpOptions = true, description = {
            "Makes an authority for trying things out, if there is none yet, and tells the file that clients have to trust.",
            "Its key lies unencrypted beside it: it is not for production."}, footer = {"",
                    "Example: tokenward certs init"})
    static final class Init extends OnAuthority {
        @Override
        public Integer call() throws Exception {
            Path ca = authority().caFile();
            System.out.println(ca);
            System.err.println("Clients trust it with: curl --cacert " + ca + " …, NODE_EXTRA_CA_CERTS=" + ca
                    + ", SSL_CERT_FILE=" + ca);
            return 0;
        }
    }

    @Command(name = "issue", mixinStandardHelpOptions = true, description = {
            "Issues a certificate of that authority, valid 30 days, and writes NAME.pem and NAME.key.",
            "A running proxy that uses these files takes the new ones within a few seconds."}, footer = {"",
                    "Example: tokenward certs issue -o certs proxy.example.com 10.0.0.7",
                    "Example: tokenward certs issue -o certs --client uri:spiffe://acme/build"})
    static final class Issue extends OnAuthority {
        @Option(names = {"-o", "--out"}, paramLabel = "DIR", description = "Where to write; here if missing.")
        private Path out = Path.of("");
        @Option(names = "--as", paramLabel = "NAME", description = "The files' name; made from the first name if missing.")
        private @Nullable String fileName;
        @Option(names = "--client", description = "For a client; names are written uri:…, dns:… or email:….")
        private boolean client;
        @Option(names = "--force", description = "Replaces files that exist.")
        private boolean force;
        @Parameters(arity = "1..*", paramLabel = "NAME", description = "Host names and addresses that it answers to; the first names the files.")
        private List<String> names = List.of();

        @Override
        public Integer call() throws Exception {
            String base = fileName == null ? fileName(names.getFirst()) : fileName;
            Path chain = out.resolve(base + ".pem");
            Path key = out.resolve(base + ".key");
            if (!force && (Files.exists(chain) || Files.exists(key))) {
                System.err.println("tokenward: " + chain + " or " + key
                        + " exists; give --force to replace both, or --as another name");
                return 1;
            }
            Identity identity = client ? client() : authority().issueServer(names);
            Files.createDirectories(out);
            PemFiles.write(identity, chain, key);
            System.out.println(chain);
            System.out.println(key);
            return 0;
        }

        private Identity client() throws CertificateProblem {
            List<SubjectName> read = new ArrayList<>();
            for (String name : names) {
                Optional<SubjectName> found = SubjectName.parse(name);
                if (found.isEmpty()) {
                    throw CertificateProblem.of("\"" + name + "\" is no name of a client",
                            "write it like uri:spiffe://acme/build, dns:build.acme.internal or email:build@acme.example");
                }
                read.add(found.get());
            }
            return authority().issueClient(read);
        }

        /** A name without anything that a shell or a file system takes for something else. */
        private static String fileName(String name) {
            return name.replaceFirst("^\\*\\.", "wildcard.").replaceAll("[^A-Za-z0-9._-]+", "-");
        }
    }
}
