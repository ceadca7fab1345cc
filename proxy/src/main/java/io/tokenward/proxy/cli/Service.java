package io.tokenward.proxy.cli;

import io.tokenward.proxy.Proxy;
import io.tokenward.proxy.SystemdNotice;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A running proxy as a service of the system: what it tells systemd, and what signals do. */
final class Service {
    private final Proxy proxy;
    private final SystemdNotice systemd;
    private CompletableFuture<?> answer = CompletableFuture.completedFuture(null);

    Service(Proxy proxy, SystemdNotice systemd) {
        this.proxy = proxy;
        this.systemd = systemd;
    }

    /** Says that the proxy serves, listens to SIGHUP, and lets the watchdog see the event loops. */
    void begin() {
        systemd.ready("Listening on " + proxy.where());
        Hangup.handle(this::reload);
        systemd.watchdog().ifPresent(this::watch);
    }

    /** Reads everything anew; what is wrong stays as it was and is told. */
    private void reload() {
        systemd.reloading();
        List<String> problems = proxy.reload();
        problems.forEach(problem -> System.err.println("tokenward: not reloaded: " + problem));
        if (problems.isEmpty()) System.err.println("tokenward: reloaded");
        systemd.ready(problems.isEmpty()
                ? "Listening on " + proxy.where()
                : "Not reloaded, the old configuration is in force: " + problems.getFirst());
    }

    private void watch(Duration limit) {
        ScheduledExecutorService watch = Executors
                .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("watchdog").factory());
        long half = Math.max(1, limit.toMillis() / 2);
        watch.scheduleAtFixedRate(this::sign, 0, half, TimeUnit.MILLISECONDS);
    }

    /** A sign of life only if all event loops have done the task that they were given the last time. */
    private void sign() {
        if (!answer.isDone()) return;
        systemd.alive();
        answer = proxy.loopsAnswer();
    }

    /** Lets what is under way end, as far as the configured time goes. */
    void end() {
        int running = proxy.running();
        systemd.stopping("Draining " + running + " exchanges");
        System.err.println("tokenward: draining " + running + " exchanges");
        proxy.drain();
    }
}
