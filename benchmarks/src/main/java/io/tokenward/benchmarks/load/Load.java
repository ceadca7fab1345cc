package io.tokenward.benchmarks.load;

import io.netty.channel.EventLoop;
import io.tokenward.benchmarks.text.ChatBodies;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** One run over open lines. All its state is owned by the event loop of the lines. */
final class Load {
    private final EventLoop loop;
    private final List<Line> lines;
    private final ArrayDeque<Line> free;
    private final ArrayDeque<Long> due = new ArrayDeque<>();
    private final ChatBodies bodies;
    private final IntStream.Builder micros = IntStream.builder();
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

    private long begun;
    private long scheduled;
    private long answered;
    private long failures;
    private long inFlight;
    private boolean over;
    private String firstFailure = "";

    Load(EventLoop loop, List<Line> lines, ChatBodies bodies) {
        this.loop = loop;
        this.lines = lines;
        this.free = new ArrayDeque<>(lines);
        this.bodies = bodies;
    }

    /** Every line sends as soon as it has its answer, for a time or {@code most} requests, whichever ends first. */
    CompletableFuture<Outcome> closed(Duration time, long most) {
        loop.execute(() -> {
            begun = System.nanoTime();
            for (Line line : lines)
                again(line, begun + time.toNanos(), most);
        });
        return outcome;
    }

    private void again(Line line, long until, long most) {
        long now = System.nanoTime();
        if (now >= until || scheduled >= most || failures > most(scheduled)) {
            over = true;
            endIfIdle();
            return;
        }
        scheduled++;
        send(line, now, () -> again(line, until, most));
    }

    /** Requests are due at equal distances, whether or not earlier ones have been answered. */
    CompletableFuture<Outcome> atRate(double perSecond, Duration time) {
        loop.execute(() -> {
            begun = System.nanoTime();
            tick(1e9 / perSecond, Math.round(perSecond * time.toNanos() / 1e9));
        });
        return outcome;
    }

    private void tick(double nanosApart, long all) {
        long now = System.nanoTime();
        long dueAt;
        while (scheduled < all && (dueAt = begun + (long) (scheduled * nanosApart)) <= now) {
            scheduled++;
            due.addLast(dueAt);
        }
        sendDue();
        if (scheduled >= all || failures > most(scheduled)) {
            over = true;
            endIfIdle();
            return;
        }
        long wait = begun + (long) (scheduled * nanosApart) - System.nanoTime();
        loop.schedule(() -> tick(nanosApart, all), Math.max(0, wait), TimeUnit.NANOSECONDS);
    }

    private void sendDue() {
        while (!due.isEmpty() && !free.isEmpty()) {
            Line line = free.pollFirst();
            send(line, due.pollFirst(), () -> {
                free.addLast(line);
                sendDue();
                endIfIdle();
            });
        }
    }

    /** A peer that refuses everything shall not be asked a million times. */
    private static long most(long sent) {
        return 100 + sent / 2;
    }

    private void send(Line line, long from, Runnable next) {
        inFlight++;
        line.send(bodies.next(), (status, text) -> {
            inFlight--;
            if (status == 200) {
                answered++;
                micros.add((int) Math.min(Integer.MAX_VALUE, (System.nanoTime() - from) / 1000));
            } else {
                failures++;
                if (firstFailure.isEmpty()) firstFailure = status + " " + text;
            }
            // Not in place: where a line fails at once, that would recurse.
            loop.execute(next);
        });
    }

    private void endIfIdle() {
        if (!over || inFlight > 0 || !due.isEmpty() || outcome.isDone()) return;
        double seconds = (System.nanoTime() - begun) / 1e9;
        outcome.complete(new Outcome(answered, failures, firstFailure, seconds, micros.build().toArray()));
    }
}
