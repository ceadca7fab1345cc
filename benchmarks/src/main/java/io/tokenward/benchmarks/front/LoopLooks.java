package io.tokenward.benchmarks.front;

import io.tokenward.benchmarks.peer.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * How late the proxy's event loop came to what was due every millisecond, and why: from a recording of its flight recorder that
 * has the loop's looks, and the stops of all threads, which are the collector's most of the time.
 */
final class LoopLooks {
    private static final String LOOK = "tokenward.LoopLook";
    private static final String OPERATION = "jdk.ExecuteVMOperation";
    private static final String WAY_TO_STOP = "jdk.SafepointBegin";

    private final List<Look> looks = new ArrayList<>();
    private final List<Span> stops = new ArrayList<>();

    private LoopLooks(Path recording) throws IOException {
        for (RecordedEvent event : RecordingFile.readAllEvents(recording))
            switch (event.getEventType().getName()) {
                case LOOK -> looks
                        .add(new Look(event.getEndTime(), event.getDuration("late"), event.getDuration("own")));
                case WAY_TO_STOP -> stops.add(new Span(event.getStartTime(), event.getEndTime()));
                case OPERATION -> {
                    if (event.getBoolean("safepoint"))
                        stops.add(new Span(event.getStartTime(), event.getEndTime()));
                }
                // What the recorder tells of itself.
                default -> {}
            }
    }

    /** From now on looks are recorded; {@code work} is a directory for the recorder's settings. */
    static void begin(Child proxy, Path work) throws IOException, InterruptedException {
        var events = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?><configuration version=\"2.0\">");
        events.append("<event name=\"").append(LOOK).append("\"><setting name=\"enabled\">true</setting></event>");
        for (String stop : List.of(OPERATION, WAY_TO_STOP))
            events.append("<event name=\"")
                    .append(stop)
                    .append("\"><setting name=\"enabled\">true</setting>"
                            + "<setting name=\"threshold\">0 ms</setting></event>");
        Path settings = Files.writeString(work.resolve("looks.jfc"), events.append("</configuration>"));
        proxy.jcmd("JFR.start", "name=looks", "settings=" + settings);
    }

    /** All looks since {@link #begin}. */
    static LoopLooks end(Child proxy, Path work) throws IOException, InterruptedException {
        Path recording = work.resolve("looks.jfr");
        proxy.jcmd("JFR.stop", "name=looks", "filename=" + recording);
        return new LoopLooks(recording);
    }

    /** What was seen in that time. */
    Seen between(Instant from, Instant to) {
        return new Seen(looks.stream()
                .filter(look -> look.at().isAfter(from) && look.at().isBefore(to))
                .map(look -> look.explained(stops))
                .toList());
    }

    private record Span(Instant from, Instant to) {
        Duration within(Span other) {
            Instant begin = from.isBefore(other.from) ? other.from : from;
            Instant end = to.isBefore(other.to) ? to : other.to;
            return begin.isBefore(end) ? Duration.between(begin, end) : Duration.ZERO;
        }
    }

    private record Look(Instant at, Duration late, Duration own) {
        Late explained(List<Span> stops) {
            var span = new Span(at.minus(late), at);
            Duration stopped = stops.stream().map(stop -> stop.within(span)).reduce(Duration.ZERO, Duration::plus);
            return new Late(millis(late), Math.min(millis(late), millis(own)), millis(stopped));
        }

        private static double millis(Duration duration) {
            return duration.toNanos() / 1e6;
        }
    }

    /**
     * A look that came so late, in milliseconds.
     *
     * @param own processor time that the loop itself had meanwhile
     * @param stopped while all threads of the proxy were
     */
    record Late(double millis, double own, double stopped) {
        /** What is the proxy's doing; for the rest of the time something else had the core. */
        double ours() {
            return Math.min(millis, own + stopped);
        }
    }

    /** All looks of a row. */
    record Seen(List<Late> looks) {
        /** So many of all looks, such as 0.99, were not later. */
        double within(double share) {
            double[] sorted = looks.stream().mapToDouble(Late::millis).sorted().toArray();
            return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(share * sorted.length) - 1];
        }

        double mostOwn() {
            return looks.stream().mapToDouble(Late::own).max().orElse(0);
        }

        double mostStopped() {
            return looks.stream().mapToDouble(Late::stopped).max().orElse(0);
        }

        double mostOurs() {
            return looks.stream().mapToDouble(Late::ours).max().orElse(0);
        }
    }
}
