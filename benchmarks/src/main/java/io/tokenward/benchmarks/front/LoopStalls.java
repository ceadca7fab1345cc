package io.tokenward.benchmarks.front;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How late the proxy's event loops came to what was due, from its own histogram. */
final class LoopStalls {
    private static final Pattern BUCKET = Pattern
            .compile("(?m)^tokenward_event_loop_lag_seconds_bucket\\{le=\"([^\"]+)\"} ([0-9.E+]+)");

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI metrics;
    private TreeMap<Double, Double> before = new TreeMap<>();

    LoopStalls(int healthPort) {
        metrics = URI.create("http://127.0.0.1:" + healthPort + "/metrics");
    }

    /** Forgets what was before. */
    void begin() throws IOException, InterruptedException {
        before = buckets();
    }

    /** The smallest bound, in milliseconds, that this share of all looks since {@link #begin} was within. */
    double millisWithin(double share) throws IOException, InterruptedException {
        TreeMap<Double, Double> now = buckets();
        double all = now.lastEntry().getValue() - before.lastEntry().getValue();
        for (var bucket : now.entrySet())
            if (bucket.getValue() - before.getOrDefault(bucket.getKey(), 0.0) >= share * all)
                return bucket.getKey() * 1000;
        return Double.POSITIVE_INFINITY;
    }

    private TreeMap<Double, Double> buckets() throws IOException, InterruptedException {
        String page = http.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString()).body();
        var buckets = new TreeMap<Double, Double>();
        for (Matcher line = BUCKET.matcher(page); line.find();)
            buckets.put(line.group(1).equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(line.group(1)),
                    Double.valueOf(line.group(2)));
        if (buckets.isEmpty()) throw new IOException("no event loop lag in " + metrics);
        return buckets;
    }
}
