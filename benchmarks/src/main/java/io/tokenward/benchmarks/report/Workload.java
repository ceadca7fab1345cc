package io.tokenward.benchmarks.report;

import java.util.ArrayList;
import java.util.List;

/**
 * What is done to every peer in turn.
 *
 * @param kind how requests follow each other and what is answered
 * @param bytes of a request body
 * @param h2 HTTP/2, else HTTP/1.1
 * @param perSecond requests due a second; 0 where each waits for the one before
 */
public record Workload(Kind kind, int bytes, boolean h2, double perSecond) {
    /** Kinds of load. */
    public enum Kind {
        /** Eight lines, each as fast as it can. */
        CLOSED,
        /** Due at equal distances. */
        RATE,
        /** Streams whose chunks come as fast as they can be taken. */
        BURST,
        /** Twenty streams whose chunks come at a pace. */
        PACED
    }

    private static final int[] SIZES = {1 << 10, 4 << 10, 32 << 10, 400 << 10};
    /** Below half of what the slowest peer can do on one core of a small server. */
    private static final double[] RATES = {300, 150, 50, 6};

    /** A third of what the proxy can do without screening on one core of a small server: all are asked the same, and none is busy. */
    private static final double[] RELAY_RATES = {4000, 3000, 2000, 250};

    /** What relaying costs: as fast as each can, and at the same rate for all. */
    public static List<Workload> relaying() {
        List<Workload> all = new ArrayList<>();
        for (boolean h2 : new boolean[]{false, true})
            for (int bytes : SIZES)
                all.add(new Workload(Kind.CLOSED, bytes, h2, 0));
        for (boolean h2 : new boolean[]{false, true})
            for (int i = 0; i < SIZES.length; i++)
                all.add(new Workload(Kind.RATE, SIZES[i], h2, RELAY_RATES[i]));
        return all;
    }

    /** All of them, in the order of the table. */
    public static List<Workload> all() {
        List<Workload> all = new ArrayList<>();
        for (boolean h2 : new boolean[]{false, true})
            for (int bytes : SIZES)
                all.add(new Workload(Kind.CLOSED, bytes, h2, 0));
        for (int i = 0; i < SIZES.length; i++)
            all.add(new Workload(Kind.RATE, SIZES[i], false, RATES[i]));
        all.add(new Workload(Kind.RATE, SIZES[1], true, RATES[1]));
        for (Kind kind : List.of(Kind.BURST, Kind.PACED))
            for (boolean h2 : new boolean[]{false, true})
                all.add(new Workload(kind, SIZES[1], h2, 0));
        return all;
    }

    /** Which columns it fills: how much is new matters to CPU, and once is enough. */
    public List<Variant> variants() {
        return kind == Kind.CLOSED && !h2
                ? List.of(Variant.values())
                : List.of(Variant.BARE, Variant.NGINX, Variant.OFF, Variant.ON);
    }

    /** Protocol and size, as the rows are called. */
    public String name() {
        return (h2 ? "h2" : "h1") + ", " + bytes / 1024 + " KB";
    }
}
