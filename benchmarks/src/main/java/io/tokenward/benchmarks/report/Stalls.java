package io.tokenward.benchmarks.report;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long a proxy's event loops were kept from their work, by its own metrics and its virtual machine's log. Not thread-safe. */
public final class Stalls {
    private static final Pattern BUCKET = Pattern
            .compile("tokenward_event_loop_lag_seconds_bucket\\{le=\"([^\"]+)\"\\} (\\S+)");
    private static final Pattern SAFEPOINT = Pattern.compile("Total:\\s+(\\d+) ns");
    private static final double BAR_SECONDS = 0.005;

    private final URI metrics;
    private final Path safepoints;
    private Map<Double, Double> before = Map.of();
    private int linesBefore;

    /**
     * Of one proxy.
     *
     * @param health the port of its health listener
     * @param safepoints the file of {@code -Xlog:safepoint}
     */
    public Stalls(int health, Path safepoints) {
        metrics = URI.create("http://127.0.0.1:" + health + "/metrics");
        this.safepoints = safepoints;
    }

    /**
     * What was seen.
     *
     * @param looks ten a second and event loop
     * @param late of them more than 5 ms late
     * @param mostSeconds the bucket of the latest
     * @param safepointMillis the longest time for which the virtual machine stopped all threads
     */
    public record Seen(long looks, long late, double mostSeconds, double safepointMillis) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT,
                    "event loops %d times late by more than 5 ms in %d looks, latest below %.1f ms; longest stop of the VM %.1f ms",
                    late, looks, mostSeconds * 1000, safepointMillis);
        }
    }

    /** Since it was asked last. */
    public Seen since() throws IOException, InterruptedException {
        Map<Double, Double> now = buckets();
        double late = 0;
        double most = 0;
        double looks = 0;
        double below = 0;
        for (var bucket : now.entrySet()) {
            double count = bucket.getValue() - before.getOrDefault(bucket.getKey(), 0.0);
            if (count > below) most = bucket.getKey();
            if (bucket.getKey() <= BAR_SECONDS) late = count;
            below = count;
            looks = count;
        }
        before = now;
        return new Seen(Math.round(looks), Math.round(looks - late), most, safepoint());
    }

    private double safepoint() throws IOException {
        List<String> lines = Files.readAllLines(safepoints);
        long most = 0;
        for (String line : lines.subList(linesBefore, lines.size())) {
            Matcher total = SAFEPOINT.matcher(line);
            if (total.find()) most = Math.max(most, Long.parseLong(total.group(1)));
        }
        linesBefore = lines.size();
        return most / 1e6;
    }

    private Map<Double, Double> buckets() throws IOException, InterruptedException {
        Map<Double, Double> buckets = new TreeMap<>();
        try (HttpClient client = HttpClient.newHttpClient()) {
            Matcher bucket = BUCKET
                    .matcher(client.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString()).body());
            while (bucket.find())
                buckets.put(
                        bucket.group(1).equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(bucket.group(1)),
                        Double.parseDouble(bucket.group(2)));
        }
        if (buckets.isEmpty()) throw new IllegalStateException("no lag of event loops in " + metrics);
        return buckets;
    }
}
