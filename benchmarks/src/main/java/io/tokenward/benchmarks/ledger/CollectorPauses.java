package io.tokenward.benchmarks.ledger;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/** When the collector stopped all threads, in milliseconds since the virtual machine began. Thread-safe. */
final class CollectorPauses {
    private static final Queue<Span> SPANS = new ConcurrentLinkedQueue<>();
    private static final long BEGAN = ManagementFactory.getRuntimeMXBean().getStartTime();

    /** From when until when. */
    record Span(long from, long to) {
        /** Whether some of it is in the other; the virtual machine tells whole milliseconds. */
        boolean meets(Span other) {
            return from <= other.to + 1 && other.from <= to + 1;
        }
    }

    static {
        for (GarbageCollectorMXBean each : ManagementFactory.getGarbageCollectorMXBeans()) {
            // What runs beside the program stops nobody.
            if (each.getName().contains("Concurrent")) continue;
            ((NotificationEmitter) each).addNotificationListener((notification, handback) -> {
                GcInfo info = GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData())
                        .getGcInfo();
                SPANS.add(new Span(info.getStartTime(), info.getEndTime()));
            }, null, null);
        }
    }

    private CollectorPauses() {}

    /** On the same clock. */
    static long now() {
        return System.currentTimeMillis() - BEGAN;
    }

    static boolean met(Span span) {
        return SPANS.stream().anyMatch(span::meets);
    }

    /** The longest of those within a span. */
    static long mostMillis(Span span) {
        return SPANS.stream().filter(span::meets).mapToLong(each -> each.to() - each.from()).max().orElse(0);
    }
}
