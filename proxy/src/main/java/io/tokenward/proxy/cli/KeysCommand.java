package io.tokenward.proxy.cli;

import static java.util.Objects.requireNonNull;

import io.tokenward.proxy.config.Settings;
import io.tokenward.proxy.config.SettingsReader;
import io.tokenward.proxy.keys.ApiKey;
import io.tokenward.proxy.keys.KeyRecord;
import io.tokenward.proxy.keys.KeyStore;
import io.tokenward.proxy.keys.Pepper;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code keys}: API keys are made, listed and revoked; a running proxy notices within two seconds. */
@Command(name = "keys", mixinStandardHelpOptions = true, description = "Creates, lists and revokes API keys.", subcommands = {
        KeysCommand.Create.class, KeysCommand.Listing.class, KeysCommand.Revoke.class}, footer = {"",
                "Example: tokenward keys create -c tokenward.yaml --tenant acme"})
final class KeysCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        System.err.println("Name a command: create, list or revoke; --help explains them.");
        return 2;
    }

    private abstract static class OnStore implements Callable<Integer> {
        @Option(names = {"-c", "--config"}, required = true, paramLabel = "FILE", description = "The configuration.")
        private @Nullable Path config;

        Settings settings() throws Exception {
            return SettingsReader.read(requireNonNull(config).toAbsolutePath());
        }

        KeyStore open(Settings settings) throws Exception {
            return KeyStore.open(settings.keys().store(), Pepper.of(settings.keys().pepper().resolve()),
                    Clock.systemUTC());
        }
    }

    @Command(name = "create", mixinStandardHelpOptions = true, description = "Makes a key and shows it once.", footer = {
            "",
            "Example: tokenward keys create -c tokenward.yaml --tenant acme --plan developer-15m --expires 90"})
    static final class Create extends OnStore {
        @Option(names = "--tenant", required = true, description = "A tenant of the configuration.")
        private String tenant = "";
        @Option(names = "--plan", description = "A plan of the configuration; without it the tenant's.")
        private @Nullable String plan;
        @Option(names = "--model", description = "A model that the key may use, or a prefix with *; repeat for more; without it all.")
        private List<String> models = List.of();
        @Option(names = "--expires", paramLabel = "DAYS", description = "Days until the key stops working; without it never.")
        private @Nullable Integer days;
        @Option(names = "--name", description = "A note for people.")
        private String name = "";

        @Override
        public Integer call() throws Exception {
            Settings settings = settings();
            var owner = settings.tenants().get(tenant);
            if (owner == null)
                return wrong("no tenant \"" + tenant + "\"; the configuration has " + settings.tenants().keySet());
            String effective = plan == null ? owner.plan() : plan;
            if (!settings.plans().containsKey(effective)) {
                return wrong("no plan \"" + effective + "\"; the configuration has " + settings.plans().keySet());
            }
            if (days != null && days < 1) return wrong("--expires takes a number of days, at least 1");
            Optional<Duration> lifetime = Optional.ofNullable(days).map(Duration::ofDays);
            ApiKey key = open(settings).create(tenant, effective, models, lifetime, name);
            System.out.println(key.reveal());
            System.err.println(
                    "This is shown once. Its id is " + key.id() + "; a running proxy knows it within two seconds.");
            return 0;
        }

        private static int wrong(String message) {
            System.err.println("tokenward: " + message);
            return 2;
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists keys by id; never the keys themselves.", footer = {
            "",
            "Example: tokenward keys list -c tokenward.yaml"})
    static final class Listing extends OnStore {
        @Override
        public Integer call() throws Exception {
            for (KeyRecord key : open(settings()).list()) {
                System.out.printf("%s  %s  %s  %s  %s  %s%n", key.id(), key.revoked() ? "revoked" : "active",
                        key.tenant(), key.plan(),
                        key.expires().map(Instant::toString).orElse("never"), key.name());
            }
            return 0;
        }
    }

    @Command(name = "revoke", mixinStandardHelpOptions = true, description = "Revokes a key by its id.", footer = {"",
            "Example: tokenward keys revoke -c tokenward.yaml k7Qm2xR9aLpe"})
    static final class Revoke extends OnStore {
        @Parameters(paramLabel = "ID", description = "The key's id: the 12 characters after tw_.")
        private String id = "";

        @Override
        public Integer call() throws Exception {
            if (open(settings()).revoke(id)) {
                System.err.println("Revoked " + id + "; a running proxy refuses it within two seconds.");
                return 0;
            }
            System.err.println("tokenward: no active key " + id + "; keys list shows them");
            return 1;
        }
    }
}
