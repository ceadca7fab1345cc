package io.tokenward.proxy.cli.rules;

import static java.util.Objects.requireNonNull;

import io.tokenward.certs.SigningKey;
import io.tokenward.proxy.RulePacks;
import io.tokenward.rules.Pack;
import io.tokenward.rules.PackSigning;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rules pack}: signatures under packs. */
@Command(name = "pack", mixinStandardHelpOptions = true, description = "Signs packs and verifies their signatures (Ed25519).", subcommands = {
        PackCommand.Keygen.class, PackCommand.Sign.class, PackCommand.Verify.class}, footer = {"",
                "Example: tokenward rules pack sign rules.d/acme --key secrets/rules.key"})
final class PackCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        System.err.println("Name a command: keygen, sign or verify; --help explains them.");
        return 2;
    }

    @Command(name = "keygen", mixinStandardHelpOptions = true, description = {
            "Makes a key for signing packs: FILE holds the private key, for its owner alone, FILE.pub the public one,",
            "which rules.signed-by names. Nothing is overwritten."}, footer = {"",
                    "Example: tokenward rules pack keygen secrets/rules.key"})
    static final class Keygen implements Callable<Integer> {
        @Parameters(paramLabel = "FILE", description = "Where the private key goes.")
        private @Nullable Path file;

        @Override
        public Integer call() throws Exception {
            Path secret = requireNonNull(file);
            Path open = secret.resolveSibling(secret.getFileName() + ".pub");
            for (Path one : List.of(secret, open)) {
                if (!Files.exists(one)) continue;
                System.err.println("tokenward: " + one + " exists already; give another name or take it away");
                return 1;
            }
            SigningKey key = SigningKey.generate(new SecureRandom());
            key.write(secret, open);
            System.out.println("key " + key.id() + ": " + secret + ", " + open);
            return 0;
        }
    }

    @Command(name = "sign", mixinStandardHelpOptions = true, description = {
            "Signs a pack: writes pack.sig into its directory, which names every other file there and its hash.",
            "A pack whose rules do not load is not signed."}, footer = {"",
                    "Example: tokenward rules pack sign rules.d/acme --key secrets/rules.key"})
    static final class Sign implements Callable<Integer> {
        @Parameters(paramLabel = "DIR", description = "The pack.")
        private @Nullable Path directory;
        @Option(names = "--key", required = true, paramLabel = "FILE", description = "The private key.")
        private @Nullable Path key;
        @Option(names = "--packs", paramLabel = "DIR", arity = "1..*", description = "Packs that it requires.")
        private List<Path> packs = List.of();

        @Override
        public Integer call() throws Exception {
            SigningKey signer = SigningKey.read(requireNonNull(key));
            Pack pack = PackSigning.sign(requireNonNull(directory), packs, signer.id(), signer::sign);
            System.out.printf("%s: %s %s, %d rules, signed by key %s%n", directory, pack.name(), pack.version(),
                    pack.rules().size(), signer.id());
            return 0;
        }
    }

    @Command(name = "verify", mixinStandardHelpOptions = true, description = {
            "Verifies that packs are as one of these keys has signed them.",
            "Exit status 1 and a line for each fault if one is not."}, footer = {"",
                    "Example: tokenward rules pack verify rules.d/acme --key rules.key.pub"})
    static final class Verify implements Callable<Integer> {
        @Parameters(paramLabel = "DIR", arity = "1..*", description = "The packs.")
        private List<Path> directories = List.of();
        @Option(names = "--key", required = true, paramLabel = "FILE", arity = "1..*", description = "Public keys that are accepted.")
        private List<Path> keys = List.of();

        @Override
        public Integer call() throws Exception {
            var verifier = RulePacks.verifier(keys);
            boolean good = true;
            for (Path directory : directories) {
                List<String> problems = PackSigning.problems(directory, verifier);
                problems.forEach(System.out::println);
                if (problems.isEmpty()) System.out.println(directory + ": good");
                good &= problems.isEmpty();
            }
            return good ? 0 : 1;
        }
    }
}
