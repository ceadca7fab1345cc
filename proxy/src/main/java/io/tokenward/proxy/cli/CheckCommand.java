package io.tokenward.proxy.cli;

import static java.util.Objects.requireNonNull;

import io.tokenward.proxy.RulePacks;
import io.tokenward.proxy.TlsWiring;
import io.tokenward.proxy.config.ListenerSettings;
import io.tokenward.proxy.config.SecretReference;
import io.tokenward.proxy.config.Settings;
import io.tokenward.proxy.config.SettingsReader;
import io.tokenward.proxy.config.StorageSettings;
import io.tokenward.proxy.limit.DurableLimiter;
import io.tokenward.rules.RuleEngine;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code check}: is a configuration in order, with the secrets and rules that it names? */
@Command(name = "check", mixinStandardHelpOptions = true, description = "Validates a configuration: exit status 1 and all errors at once if it is wrong.", footer = {
        "", "Example: tokenward check -c tokenward.yaml"})
final class CheckCommand implements Callable<Integer> {
    @Option(names = {"-c", "--config"}, required = true, paramLabel = "FILE", description = "The configuration.")
    private @Nullable Path config;

    @Override
    public Integer call() throws Exception {
        Path file = requireNonNull(config).toAbsolutePath();
        Settings settings = SettingsReader.read(file);
        for (SecretReference secret : settings.secrets())
            secret.resolve();
        for (ListenerSettings listener : settings.listeners()) {
            // A development authority is made at the start: nothing to check, and a check writes no files.
            if (listener.tls() instanceof ListenerSettings.Identities) TlsWiring.check(listener);
        }
        if (settings.storage().isPresent() && settings.storage().get() instanceof StorageSettings.InFile(var ledger, _))
            DurableLimiter.check(ledger);
        RuleEngine rules = RulePacks.load(settings.rules());
        System.out.printf("%s: in order (%d listeners, %d routes, %d upstreams, %d plans, %d policies, %d rules %s)%n",
                config,
                settings.listeners().size(), settings.routes().size(), settings.upstreams().size(),
                settings.plans().size(),
                settings.policies().size(), rules.rules().size(), rules.version());
        return 0;
    }
}
