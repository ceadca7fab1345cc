package io.tokenward.proxy.cli;

import static java.util.Objects.requireNonNull;

import io.tokenward.proxy.Proxy;
import io.tokenward.proxy.SystemdNotice;
import io.tokenward.proxy.audit.Totals;
import io.tokenward.proxy.config.Settings;
import io.tokenward.proxy.config.SettingsReader;
import io.tokenward.proxy.listener.TlsContexts;
import io.tokenward.proxy.listener.Transport;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code run}: the proxy in earnest, until SIGTERM or SIGINT, or until another process takes over. */
@Command(name = "run", mixinStandardHelpOptions = true, description = "Runs the proxy until it is told to stop.", footer = {
        "",
        "Example: tokenward run -c tokenward.yaml"})
final class RunCommand implements Callable<Integer> {
    @Option(names = {"-c", "--config"}, required = true, paramLabel = "FILE", description = "The configuration.")
    private @Nullable Path config;

    @Override
    public Integer call() throws Exception {
        long began = System.nanoTime();
        Path file = requireNonNull(config).toAbsolutePath();
        Settings settings = SettingsReader.read(file);
        var totals = new Totals();
        Proxy proxy = Proxy.start(settings, totals,
                requireNonNull(file.getParent()).resolve("data").resolve("development"));
        System.err.printf("tokenward: listening on %s (TLS by %s, transport %s) after %d ms%n", proxy.where(),
                TlsContexts.engine(),
                Transport.choose().name(), (System.nanoTime() - began) / 1_000_000);
        var service = new Service(proxy, SystemdNotice.of(System.getenv(), ProcessHandle.current().pid()));
        var stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            service.end();
            System.err.printf("tokenward: stopped after %d exchanges; tokens used %d, blocked %d %s%n",
                    totals.exchanges(),
                    totals.tokensUsed(), totals.tokensBlocked(), totals.byEnding());
            stopped.countDown();
        }, "drain"));
        service.begin();
        proxy.whenReplaced(() -> Thread.ofPlatform().name("replaced").start(() -> {
            System.err.println("tokenward: another process has taken over");
            System.exit(0);
        }));
        stopped.await();
        return 0;
    }
}
