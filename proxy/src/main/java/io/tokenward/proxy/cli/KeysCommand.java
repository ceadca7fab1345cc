package io.tokenward.proxy.cli;

import io.tokenward.proxy.config.Settings;
import io.tokenward.proxy.keys.ApiKey;
import io.tokenward.proxy.keys.KeyRecord;
import io.tokenward.proxy.keys.KeyStore;
import io.tokenward.proxy.keys.NewKey;
import io.tokenward.proxy.keys.Restrictions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code keys}: API keys are made, listed, rotated and revoked; a running proxy notices within two seconds. */
@Command(name = "keys", mixinStandardHelpOptions = true, description = "Makes, lists, rotates and revokes API keys.", subcommands = {
        KeysCommand.Create.class, KeysCommand.Listing.class, KeysCommand.Rotate.class, KeysCommand.Revoke.class,
        KeysImportCommand.class}, footer = {"",
                "Example: tokenward keys create -c tokenward.yaml --tenant acme"})
final class KeysCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        System.err.println("Name a command: create, import, list, rotate or revoke; --help explains them.");
        return 2;
    }

    @Command(name = "create", mixinStandardHelpOptions = true, description = "Makes a key and shows it once.", footer = {
            "",
            "Example: tokenward keys create -c tokenward.yaml --tenant acme --plan developer-15m --expires 90"})
    static final class Create extends KeyStoreCommand {
        @Option(names = "--tenant", required = true, description = "A tenant of the configuration.")
        private String tenant = "";
        @Option(names = "--plan", description = "A plan of the configuration; without it the tenant's.")
        private @Nullable String plan;
        @Option(names = "--model", description = "A model that the key may use, or a prefix with *; repeat for more; without it all.")
        private List<String> models = List.of();
        @Option(names = "--address", paramLabel = "NETWORK", description = "A network that the key may be used from, such as 10.0.0.0/8; repeat for more.")
        private List<String> addresses = List.of();
        @Option(names = "--route", paramLabel = "BASE", description = "A route that the key may be used on; repeat for more.")
        private List<String> routes = List.of();
        @Option(names = "--hours", paramLabel = "HOURS", description = "When it may be used, such as \"mon-fri 08:00-18:00 Asia/Shanghai\".")
        private @Nullable String hours;
        @Option(names = "--expires", paramLabel = "DAYS", description = "Days until the key stops working; without it never.")
        private @Nullable Integer days;
        @Option(names = "--name", description = "A note for people.")
        private String name = "";

        @Override
        public Integer call() throws Exception {
            Settings settings = settings();
            if (days != null && days < 1) return wrong("--expires takes a number of days, at least 1");
            NewKey wanted;
            try {
                wanted = wanted(settings, tenant, plan == null ? "" : plan, models,
                        new Restrictions(addresses, routes, Optional.ofNullable(hours)),
                        Optional.ofNullable(days).map(Duration::ofDays), name);
            } catch (IllegalArgumentException impossible) {
                return wrong(String.valueOf(impossible.getMessage()));
            }
            ApiKey key = open(settings).create(List.of(wanted)).getFirst();
            System.out.println(key.reveal());
            System.err.println(
                    "This is shown once. Its id is " + key.id() + "; a running proxy knows it within two seconds.");
            return 0;
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists keys by id; never the keys themselves.", footer = {
            "",
            "Example: tokenward keys list -c tokenward.yaml"})
    static final class Listing extends KeyStoreCommand {
        @Override
        public Integer call() throws Exception {
            KeyStore keys = open(settings());
            Set<String> former = keys.underFormerPepper();
            for (KeyRecord key : keys.list()) {
                System.out.printf("%s  %s  %s  %s  %s  %s%s%s%n", key.id(), key.revoked() ? "revoked" : "active",
                        key.tenant(), key.plan(), key.expires().map(Instant::toString).orElse("never"), key.name(),
                        restrictions(key.restrictions()), former.contains(key.id()) ? "  (former pepper)" : "");
            }
            return 0;
        }

        private static String restrictions(Restrictions some) {
            return (some.addresses().isEmpty() ? "" : "  from " + String.join(" ", some.addresses()))
                    + (some.routes().isEmpty() ? "" : "  on " + String.join(" ", some.routes()))
                    + some.hours().map(hours -> "  " + hours).orElse("");
        }
    }

    @Command(name = "rotate", mixinStandardHelpOptions = true, description = "Makes a key in the place of another, which stays good for a while.", footer = {
            "", "Example: tokenward keys rotate -c tokenward.yaml --overlap 24 k7Qm2xR9aLpe"})
    static final class Rotate extends KeyStoreCommand {
        @Option(names = "--overlap", paramLabel = "HOURS", description = "Hours that the old key stays good; 24 without it, 0 ends it now.")
        private int hours = 24;
        @Parameters(paramLabel = "ID", description = "The old key's id.")
        private String id = "";

        @Override
        public Integer call() throws Exception {
            if (hours < 0) return wrong("--overlap takes a number of hours, 0 or more");
            Optional<ApiKey> key = open(settings()).rotate(id, Duration.ofHours(hours));
            if (key.isEmpty()) return wrong("no good key " + id + "; keys list shows them");
            System.out.println(key.get().reveal());
            System.err.println("This is shown once. Its id is " + key.get().id() + "; " + id + " is good for " + hours
                    + " hours more.");
            return 0;
        }
    }

    @Command(name = "revoke", mixinStandardHelpOptions = true, description = "Revokes a key by its id.", footer = {"",
            "Example: tokenward keys revoke -c tokenward.yaml k7Qm2xR9aLpe"})
    static final class Revoke extends KeyStoreCommand {
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
