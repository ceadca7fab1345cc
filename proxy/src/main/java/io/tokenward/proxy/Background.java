package io.tokenward.proxy;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a thread give way to those that serve callers: Java's own priorities do nothing on Linux. */
final class Background {
    private static final Logger LOG = LoggerFactory.getLogger(Background.class);
    /** Where others want the processor too, a tenth of theirs. */
    private static final int STEPS = 10;

    private Background() {}

    /** From now on the calling thread gives way. It cannot be taken back: for threads that end with their work. */
    static void giveWay() {
        if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")) return;
        try {
            Linker linker = Linker.nativeLinker();
            // nice(3) means the calling thread alone on Linux, the whole process elsewhere.
            MethodHandle nice = linker.downcallHandle(linker.defaultLookup().findOrThrow("nice"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
            int niceness = (int) nice.invokeExact(STEPS);
            LOG.debug("{} has niceness {}", Thread.currentThread().getName(), niceness);
        } catch (Throwable notHere) {
            LOG.debug("The priority of {} could not be lowered", Thread.currentThread().getName(), notHere);
        }
    }
}
