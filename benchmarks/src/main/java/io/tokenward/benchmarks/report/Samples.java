package io.tokenward.benchmarks.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where the samples of a flight recording fell. A sample belongs to the innermost frame that is not the JDK's: who calls
 * {@code String.indexOf} pays for it. Counts samples of CPU time where the recording has them, else of execution.
 */
public final class Samples {
    private static final Set<String> KINDS = Set.of("jdk.CPUTimeSample", "jdk.ExecutionSample",
            "jdk.NativeMethodSample");
    private static final String OURS = "io.tokenward.";

    private final Map<String, Integer> packages = new HashMap<>();
    private final Map<String, Map<String, Integer>> methodsOf = new HashMap<>();
    private final Map<String, Integer> within = new HashMap<>();
    private int all;

    private Samples() {}

    /** Reads a recording file. */
    public static Samples read(Path recording) throws IOException {
        var samples = new Samples();
        List<RecordedEvent> events = RecordingFile.readAllEvents(recording);
        boolean cpu = events.stream().anyMatch(event -> event.getEventType().getName().equals("jdk.CPUTimeSample"));
        for (RecordedEvent event : events) {
            String kind = event.getEventType().getName();
            if (!KINDS.contains(kind) || cpu != kind.equals("jdk.CPUTimeSample")) continue;
            if (event.getStackTrace() != null) samples.count(event.getStackTrace().getFrames());
        }
        return samples;
    }

    private void count(List<RecordedFrame> frames) {
        if (frames.isEmpty()) return;
        all++;
        RecordedFrame payer = frames.stream()
                .filter(frame -> !isJdk(type(frame)))
                .findFirst()
                .orElse(frames.getFirst());
        String type = type(payer);
        String area = type.substring(0, Math.max(0, type.lastIndexOf('.')));
        packages.merge(area, 1, Integer::sum);
        methodsOf.computeIfAbsent(area, _ -> new HashMap<>()).merge(method(payer), 1, Integer::sum);
        Set<String> once = new HashSet<>();
        for (RecordedFrame frame : frames)
            if (isReadable(frame) && once.add(method(frame))) within.merge(method(frame), 1, Integer::sum);
    }

    private static boolean isJdk(String type) {
        return type.startsWith("java.") || type.startsWith("jdk.") || type.startsWith("sun.")
                || type.startsWith("javax.") || type.startsWith("com.sun.");
    }

    /** Classes that the virtual machine made up for lambdas say nothing to anybody. */
    private static boolean isReadable(RecordedFrame frame) {
        return type(frame).startsWith(OURS) && !type(frame).contains("0x")
                && !frame.getMethod().getName().contains("$");
    }

    private static String type(RecordedFrame frame) {
        return frame.getMethod().getType().getName();
    }

    private static String method(RecordedFrame frame) {
        String type = type(frame);
        return type.substring(type.lastIndexOf('.') + 1) + '.' + frame.getMethod().getName();
    }

    /** The three largest costs with their methods, then the other packages, then our own methods with all they call. */
    public String markdown() {
        var text = new StringBuilder("The three largest costs, of " + all + " samples in Java threads:\n\n");
        List<Map.Entry<String, Integer>> largest = sorted(packages);
        for (var entry : largest.subList(0, Math.min(3, largest.size()))) {
            text.append("1. **").append(entry.getKey()).append("** ").append(share(entry.getValue())).append(": ");
            sorted(methodsOf.getOrDefault(entry.getKey(), Map.of())).stream()
                    .limit(5)
                    .forEach(
                            method -> text.append(method.getKey())
                                    .append(' ')
                                    .append(share(method.getValue()))
                                    .append(", "));
            text.setLength(text.length() - 2);
            text.append('\n');
        }
        text.append("\nThe next packages: ");
        largest.stream()
                .skip(3)
                .limit(12)
                .forEach(
                        entry -> text.append(entry.getKey()).append(' ').append(share(entry.getValue())).append(", "));
        text.setLength(text.length() - 2);
        text.append("\n\n| method of ours, with all it calls | share |\n| --- | ---: |\n");
        sorted(within).stream()
                .limit(40)
                .forEach(entry -> text.append("| ")
                        .append(entry.getKey())
                        .append(" | ")
                        .append(share(entry.getValue()))
                        .append(" |\n"));
        return text.toString();
    }

    private String share(int count) {
        return String.format(Locale.ROOT, "%.1f %%", 100.0 * count / Math.max(1, all));
    }

    private static List<Map.Entry<String, Integer>> sorted(Map<String, Integer> counts) {
        return counts.entrySet()
                .stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .toList();
    }
}
