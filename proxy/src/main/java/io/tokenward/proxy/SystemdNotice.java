package io.tokenward.proxy;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd how the service is, by datagrams to the socket in {@code NOTIFY_SOCKET} (sd_notify(3)). Tells nobody where
 * there is none. Never throws: a service manager that does not listen is no reason to stop. Thread-safe.
 */
public final class SystemdNotice {
    private static final Logger LOG = LoggerFactory.getLogger(SystemdNotice.class);

    private final byte[] socket;
    private final Optional<Duration> watchdog;

    private SystemdNotice(byte[] socket, Optional<Duration> watchdog) {
        this.socket = socket;
        this.watchdog = watchdog;
    }

    /** Of the process with that number, as its environment says. */
    public static SystemdNotice of(Map<String, String> environment, long pid) {
        String name = environment.getOrDefault("NOTIFY_SOCKET", "");
        if (!name.startsWith("/") && !name.startsWith("@")) return new SystemdNotice(new byte[0], Optional.empty());
        if (!Epoll.isAvailable()) {
            LOG.warn("systemd waits for notices, which cannot be sent on this platform; use Type=exec");
            return new SystemdNotice(new byte[0], Optional.empty());
        }
        byte[] socket = name.getBytes(StandardCharsets.UTF_8);
        if (socket[0] == '@') socket[0] = 0; // a name that is no file
        return new SystemdNotice(socket, watchdog(environment, pid));
    }

    private static Optional<Duration> watchdog(Map<String, String> environment, long pid) {
        String micros = environment.getOrDefault("WATCHDOG_USEC", "");
        String meant = environment.getOrDefault("WATCHDOG_PID", String.valueOf(pid));
        return micros.matches("[1-9][0-9]{0,15}") && meant.equals(String.valueOf(pid))
                ? Optional.of(Duration.of(Long.parseLong(micros), java.time.temporal.ChronoUnit.MICROS))
                : Optional.empty();
    }

    /** After how long without {@link #alive} systemd takes the service for dead; nothing if it does not watch. */
    public Optional<Duration> watchdog() {
        return watchdog;
    }

    /** The service serves; {@code status} is what {@code systemctl status} shows. */
    public void ready(String status) {
        send("READY=1\nMAINPID=" + ProcessHandle.current().pid() + "\nSTATUS=" + status);
    }

    /** The service reads its configuration anew; {@link #ready} ends that. */
    public void reloading() {
        // systemd compares with its own reading of the same clock (CLOCK_MONOTONIC), which the Java runtime uses on Linux.
        send("RELOADING=1\nMONOTONIC_USEC=" + TimeUnit.NANOSECONDS.toMicros(System.nanoTime()));
    }

    /** The service ends. */
    public void stopping(String status) {
        send("STOPPING=1\nSTATUS=" + status);
    }

    /** The service is not stuck. */
    public void alive() {
        send("WATCHDOG=1");
    }

    private void send(String message) {
        if (socket.length == 0) return;
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        try {
            Socket sender = Socket.newSocketDomainDgram();
            try {
                sender.sendToDomainSocket(direct, 0, bytes.length, socket);
            } finally {
                sender.close();
            }
        } catch (IOException unheard) {
            LOG.warn("systemd could not be told {}: {}", message.lines().findFirst().orElse(""), unheard.getMessage());
        }
    }
}
