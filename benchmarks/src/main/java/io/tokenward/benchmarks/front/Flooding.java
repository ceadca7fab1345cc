package io.tokenward.benchmarks.front;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSocket;

/** A flood on one connection after the other, or on several at a time, and honest exchanges beside it, for a while. */
final class Flooding {
    private static final int BATCH = 100;

    private final Clients clients;
    private final Flood flood;
    private final long until;
    private final AtomicLong frames = new AtomicLong();
    private final AtomicLong connections = new AtomicLong();
    private final List<Long> honestNanos = new ArrayList<>();
    private int lost;

    /**
     * What came of it.
     *
     * @param frames that clients could write before they noticed that they were cut off
     * @param connections that were opened
     * @param served honest exchanges that ended well
     * @param lost honest exchanges that did not
     * @param worst the longest honest exchange
     */
    record Outcome(long frames, long connections, int served, int lost, Duration worst) {}

    private Flooding(Clients clients, Flood flood, Duration time) {
        this.clients = clients;
        this.flood = flood;
        until = System.nanoTime() + time.toNanos();
    }

    static Outcome run(Clients clients, Flood flood, int atOnce, Duration time) throws InterruptedException {
        var flooding = new Flooding(clients, flood, time);
        try (var threads = Executors.newFixedThreadPool(1 + atOnce)) {
            List<Callable<Void>> all = new ArrayList<>();
            all.add(flooding::honest);
            for (int i = 0; i < atOnce; i++)
                all.add(flooding::floodAll);
            for (Future<Void> one : threads.invokeAll(all))
                one.get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        }
        return flooding.outcome();
    }

    private Outcome outcome() {
        long worst = honestNanos.stream().mapToLong(Long::longValue).max().orElse(0);
        return new Outcome(frames.get(), connections.get(), honestNanos.size(), lost, Duration.ofNanos(worst));
    }

    private boolean on() {
        return System.nanoTime() < until;
    }

    private Void honest() throws InterruptedException {
        while (on()) {
            long began = System.nanoTime();
            if (clients.exchange()) {
                honestNanos.add(System.nanoTime() - began);
            } else {
                lost++;
            }
        }
        return null;
    }

    private Void floodAll() throws Exception {
        while (on()) {
            connections.incrementAndGet();
            floodOne();
        }
        return null;
    }

    /** Until it is cut or time is up. */
    private void floodOne() throws Exception {
        try (SSLSocket socket = clients.open("h2")) {
            var out = socket.getOutputStream();
            out.write(Flood.opening());
            out.write(flood.first());
            int sent = 0;
            while (on() && sent < flood.most()) {
                var batch = new ByteArrayOutputStream();
                for (int i = 0; i < BATCH; i++)
                    batch.writeBytes(flood.frames().apply(sent++));
                out.write(batch.toByteArray());
                frames.addAndGet(BATCH);
            }
            // What ends of itself shall cost the proxy as many connections a second as the floods do.
            if (sent >= flood.most()) TimeUnit.MILLISECONDS.sleep(10);
        } catch (IOException cut) {
            // That is the aim.
        }
    }
}
