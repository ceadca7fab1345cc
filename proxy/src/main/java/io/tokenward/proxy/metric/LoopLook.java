package io.tokenward.proxy.metric;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/**
 * One look of {@link LoopLag} for a flight recorder. A recording that has the collector's pauses too tells what made a loop
 * late: its own work, a stop of all threads, or something else that had its core.
 */
@Name("tokenward.LoopLook")
@Label("Look at an Event Loop")
@Category("Tokenward")
@Description("How late an event loop came to what was due")
@Enabled(false)
@StackTrace(false)
final class LoopLook extends Event {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    @Label("Late")
    @Description("From when it was due until it was looked at")
    @Timespan
    long late;

    @Label("Own Work")
    @Description("Processor time of the loop's thread since it planned this look, a millisecond before it was due")
    @Timespan
    long own;

    private transient long cpuAtBegin;

    /** On the loop's thread, as {@link #came}. */
    void plan() {
        cpuAtBegin = THREADS.getCurrentThreadCpuTime();
        begin();
    }

    void came(long lateNanos) {
        late = lateNanos;
        own = THREADS.getCurrentThreadCpuTime() - cpuAtBegin;
        commit();
    }
}
