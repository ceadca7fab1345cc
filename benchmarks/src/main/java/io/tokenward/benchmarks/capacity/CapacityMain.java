package io.tokenward.benchmarks.capacity;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Measures what limits cost and plans a day with it. Options, each with a number: {@code --tokens-per-day},
 * {@code --tokens-per-exchange}, {@code --chunks}, {@code --peak}, {@code --tenants}, {@code --skew}, {@code --exchange-ms} and
 * {@code --chunk-us} (processor time of the proxy, from docs/performance.md), {@code --cores} of a machine, {@code --use} of them,
 * {@code --exchanges} to measure with, {@code --seed}.
 */
public final class CapacityMain {
    private static final Map<String, Double> DEFAULTS = Map.ofEntries(Map.entry("tokens-per-day", 140e12),
            Map.entry("tokens-per-exchange", 3_000.0), Map.entry("chunks", 300.0), Map.entry("peak", 1.8),
            Map.entry("tenants", 200_000.0), Map.entry("skew", 0.8), Map.entry("exchange-ms", 0.567),
            Map.entry("chunk-us", 11.0), Map.entry("cores", 64.0), Map.entry("use", 0.6),
            Map.entry("exchanges", 100_000.0), Map.entry("seed", 1.0));

    private final Map<String, Double> options;

    private CapacityMain(Map<String, Double> options) {
        this.options = options;
    }

    public static void main(String[] arguments) throws Exception {
        Map<String, Double> options = new HashMap<>(DEFAULTS);
        for (int i = 0; i < arguments.length; i += 2) {
            String name = arguments[i].replaceFirst("^--", "");
            if (!DEFAULTS.containsKey(name) || i + 1 == arguments.length) {
                System.err.println("no option " + arguments[i] + " with a number; possible: --"
                        + String.join(" --", DEFAULTS.keySet().stream().sorted().toList()));
                System.exit(2);
            }
            options.put(name, Double.valueOf(arguments[i + 1]));
        }
        new CapacityMain(options).run();
    }

    private void run() throws Exception {
        Path work = Files.createTempDirectory("tokenward-capacity-");
        UnitCosts costs;
        try {
            costs = UnitCosts.measure(work, (int) option("exchanges"));
        } finally {
            try (var files = Files.walk(work)) {
                for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList())
                    Files.deleteIfExists(file);
            }
        }
        System.out.println("Measured on this machine");
        costs.print();
        plan(costs);
        System.exit(0);
    }

    private void plan(UnitCosts costs) {
        var demand = new Demand(option("tokens-per-day"), option("tokens-per-exchange"), option("chunks"),
                option("peak"), (int) option("tenants"), option("skew"));
        double micros = option("exchange-ms") * 1_000 + option("chunk-us") * demand.chunksPerExchange()
                + costs.client();
        double perCore = 1e6 / micros * option("use");
        double peak = demand.meanPerSecond() * demand.peak();
        System.out.printf("%nA day of %,.0f tokens%n", demand.tokensPerDay());
        System.out.printf("exchanges: %,.0f a second on average, %,.0f at the peak%n", demand.meanPerSecond(), peak);
        System.out.printf("proxies: %,.0f µs an exchange; %,.0f exchanges/s a core at %.0f %% use;%n", micros, perCore,
                option("use") * 100);
        System.out.printf("  %,.0f machines of %.0f cores, %,.0f with one of three zones lost%n",
                Math.ceil(peak / perCore / option("cores")), option("cores"),
                Math.ceil(peak / perCore / option("cores") * 1.5));
        double[] shares = demand.shares();
        double perShard = 1e6 / costs.server() * option("use");
        System.out.printf("Redis: %,.0f exchanges/s a shard at %.0f %% use; the largest of %,d tenants wants %,.0f%n",
                perShard, option("use") * 100, demand.tenants(), peak * shares[0]);
        int split = (int) Math.ceil(peak * shares[0] * 1.5 / (perShard / 4));
        double[] parts = split(shares, split);
        if (split > 1)
            System.out.printf("  tenants above a quarter of a shard are split: the largest into %d%n", split);
        int shards = smallest(demand, parts, perShard);
        Cluster.Day day = new Cluster(shards, perShard).play(demand, parts, (long) option("seed"));
        System.out.printf("  %,d shards; played through: the busiest at %.0f %% of that, all at %.0f %%, %.3f %% of the"
                + " time above 90 %%%n", shards, day.busiest() * 100, day.mean() * 100, day.crowded() * 100);
    }

    /** The fewest shards of which none is ever too busy, up to one in ten. */
    private int smallest(Demand demand, double[] shares, double perShard) {
        int shards = (int) Math.ceil(demand.meanPerSecond() * demand.peak() / perShard);
        while (new Cluster(shards, perShard).play(demand, shares, (long) option("seed")).busiest() > 1
                && shards < 16_384)
            shards += Math.max(1, shards / 10);
        return shards;
    }

    /** Every tenant in as many parts as bring each below what a part of the largest one has. */
    private static double[] split(double[] shares, int largest) {
        double most = shares[0] / Math.max(1, largest);
        return Arrays.stream(shares).flatMap(share -> {
            int parts = (int) Math.ceil(share / most);
            return Arrays.stream(new double[parts]).map(part -> share / parts);
        }).toArray();
    }

    private double option(String name) {
        Double value = options.get(name);
        if (value == null) throw new IllegalArgumentException("no option " + name);
        return value;
    }
}
