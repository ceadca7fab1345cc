package io.tokenward.proxy.demo;

import io.tokenward.proxy.audit.ExchangeRecord;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Asks, compares with what is expected, prints what the client saw and which rule spoke. */
final class TourGuide {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final String MARK = "REDACTED_";
    private static final int BESIDE_MARK = 24;

    private final TourClient client;
    private final TourLog records;
    private final ScriptedModel model;
    private final PrintStream out;
    private boolean good = true;
    private long billedForTheAbandoned;
    private long chargedForTheAbandoned;

    TourGuide(TourClient client, TourLog records, ScriptedModel model, PrintStream out) {
        this.client = client;
        this.records = records;
        this.model = model;
        this.out = out;
    }

    void part(String title) {
        out.printf("== %s%n%n", title);
    }

    /** A question whose answer must be as expected, and of which nothing may reach the model if it is refused. */
    void stop(String title, TourQuestion question, Predicate<TourSeen> expected)
            throws IOException, InterruptedException {
        long before = model.bytesReceived();
        TourSeen seen = client.ask(question);
        ExchangeRecord record = records.next();
        long bytes = model.bytesReceived() - before;
        verdict(title, expected.test(seen) && (record.problem().isEmpty() || bytes == 0));
        out.printf("       client saw  %d  %s%n", seen.status(), seen.shown());
        record.problem()
                .ifPresent(problem -> out.printf("       refused     %s, %d bytes reached the upstream%n", problem,
                        bytes));
        if (record.decision().equals("redact")) out.printf("       model saw   …%s…%n", aroundMark());
        if (!record.rules().isEmpty())
            out.printf("       rules       %s  (%s, score %.2f)%n", String.join(", ", record.rules()),
                    record.decision(), record.score());
        out.println();
    }

    /** Asks the same again, silently, until it is refused; false where it never is. */
    boolean untilRefused(TourQuestion question, int atMost, long pauseMillis)
            throws IOException, InterruptedException {
        for (int i = 0; i < atMost; i++) {
            TourSeen seen = client.ask(question);
            records.next();
            if (seen.status() != 200) return true;
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pauseMillis));
        }
        return false;
    }

    /** A client that leaves after the first piece of the answer must be charged no less than the model bills for it. */
    void leave(String title, TourQuestion question, String firstPiece) throws IOException, InterruptedException {
        long before = model.tokensBilled();
        int abortedBefore = model.aborted();
        TourSeen seen = client.leave(question, firstPiece);
        ExchangeRecord record = records.next();
        boolean noticed = holds(() -> model.aborted() > abortedBefore);
        long billed = model.tokensBilled() - before;
        long charged = record.tokens().used();
        billedForTheAbandoned += billed;
        chargedForTheAbandoned += charged;
        verdict(title, seen.status() == 200 && noticed && billed > 0 && charged >= billed);
        out.printf("       client saw  %d  %s, then left%n", seen.status(), seen.shown());
        out.printf("       upstream    %s%n", noticed ? "told at once: its connection was closed" : "NOT told");
        out.printf("       charged     %d tokens, estimated from what was relayed; billed upstream %d%n%n", charged,
                billed);
    }

    /** Whether the books agree and all was fine. */
    boolean sums() {
        long billed = model.tokensBilled();
        long charged = records.totals().tokensUsed();
        long blocked = records.totals().tokensBlocked();
        out.printf("Tokens billed upstream:                    %6d%n", billed);
        out.printf("Tokens charged to keys:                    %6d%n", charged);
        out.printf("  more, estimated for the client that left:%6d%n", chargedForTheAbandoned - billedForTheAbandoned);
        out.printf("Tokens blocked before billing (estimate):  %6d%n", blocked);
        boolean agree = charged - chargedForTheAbandoned == billed - billedForTheAbandoned;
        if (!agree) out.println("BAD  more was charged or billed than that explains");
        boolean fine = good && blocked > 0 && agree;
        out.println(fine
                ? "Everything was as it should be."
                : "Something was NOT as it should be; see BAD above.");
        out.flush();
        return fine;
    }

    /** Whether the latest request reached the model with a mark in place of the secret. */
    boolean arrivedWithout(String secret) {
        String body = new String(model.lastBody(), StandardCharsets.UTF_8);
        return body.contains(MARK) && !body.contains(secret);
    }

    /** The words beside what was taken out of the latest request. */
    private String aroundMark() {
        String body = new String(model.lastBody(), StandardCharsets.UTF_8);
        int mark = Math.max(0, body.indexOf(MARK));
        return body.substring(Math.max(0, mark - BESIDE_MARK), Math.min(body.length(), mark + 2 * BESIDE_MARK));
    }

    private void verdict(String title, boolean fine) {
        good &= fine;
        out.printf("%s %s%n", fine ? "ok  " : "BAD ", title);
    }

    private static boolean holds(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > PATIENCE_NANOS) return false;
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
        return true;
    }
}
