package io.tokenward.proxy.demo;

import io.tokenward.proxy.audit.ExchangeLog;
import io.tokenward.proxy.audit.ExchangeRecord;
import io.tokenward.proxy.audit.Totals;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** Keeps the records of the tour until they are looked at, and counts all. Thread-safe; bounded. */
final class TourLog implements ExchangeLog {
    private final Totals totals;
    private final BlockingQueue<ExchangeRecord> records = new ArrayBlockingQueue<>(64);
    private volatile boolean keeping = true;

    TourLog(Totals totals) {
        this.totals = totals;
    }

    @Override
    public void ended(ExchangeRecord record) {
        totals.ended(record);
        if (keeping) records.offer(record);
    }

    /** The next record; throws where none comes within five seconds. */
    ExchangeRecord next() throws InterruptedException {
        ExchangeRecord record = records.poll(5, TimeUnit.SECONDS);
        if (record == null) throw new IllegalStateException("an exchange did not end within 5 s");
        return record;
    }

    void stopKeeping() {
        keeping = false;
        records.clear();
    }

    Totals totals() {
        return totals;
    }
}
