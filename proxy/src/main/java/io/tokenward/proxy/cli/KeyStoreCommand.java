package io.tokenward.proxy.cli;

import static java.util.Objects.requireNonNull;

import io.tokenward.proxy.config.Settings;
import io.tokenward.proxy.config.SettingsReader;
import io.tokenward.proxy.keys.KeyStore;
import io.tokenward.proxy.keys.NewKey;
import io.tokenward.proxy.keys.Restrictions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What all commands on keys have: the configuration that names their store. */
abstract class KeyStoreCommand implements Callable<Integer> {
    @Option(names = {"-c", "--config"}, required = true, paramLabel = "FILE", description = "The configuration.")
    private @Nullable Path config;

    final Settings settings() throws Exception {
        return SettingsReader.read(requireNonNull(config).toAbsolutePath());
    }

    static KeyStore open(Settings settings) throws Exception {
        return settings.keys().open(Clock.systemUTC());
    }

    /**
     * A key that the configuration has a tenant and a plan for.
     *
     * @param plan empty for the tenant's
     * @throws IllegalArgumentException with a text for people where it has not
     */
    static NewKey wanted(Settings settings, String tenant, String plan, List<String> models, Restrictions restrictions,
            Optional<Duration> ttl, String name) {
        var owner = settings.tenants().get(tenant);
        if (owner == null)
            throw new IllegalArgumentException("no tenant \"" + tenant + "\"; the configuration has "
                    + settings.tenants().keySet());
        String effective = plan.isEmpty() ? owner.plan() : plan;
        if (!settings.plans().containsKey(effective))
            throw new IllegalArgumentException("no plan \"" + effective + "\"; the configuration has "
                    + settings.plans().keySet());
        for (String route : restrictions.routes())
            if (settings.routes().stream().noneMatch(each -> each.base().equals(route)))
                throw new IllegalArgumentException("no route \"" + route + "\"; the configuration has "
                        + settings.routes().stream().map(each -> each.base()).toList());
        return new NewKey(tenant, effective, models, restrictions, ttl, name);
    }

    static int wrong(String message) {
        System.err.println("tokenward: " + message);
        return 2;
    }
}
