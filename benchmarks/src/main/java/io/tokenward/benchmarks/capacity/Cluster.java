package io.tokenward.benchmarks.capacity;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** A Redis Cluster under a demand: each tenant is in the slot of its name, each shard has as many slots as the others. */
final class Cluster {
    private static final int SLOTS = 16_384;

    /**
     * A day of it.
     *
     * @param busiest load of the busiest shard in its busiest five minutes, against what it carries
     * @param mean load of all shards in the busiest five minutes, against what they carry
     * @param crowded share of all shards' five minutes above nine tenths of what they carry
     */
    record Day(double busiest, double mean, double crowded) {}

    private final int shards;
    private final double perShard;

    /** @param perShard exchanges a second that one carries */
    Cluster(int shards, double perShard) {
        this.shards = shards;
        this.perShard = perShard;
    }

    /** Plays a day: every tenant is busier or quieter than its share by chance, anew in each five minutes. */
    Day play(Demand demand, double[] shares, long seed) {
        var random = new Random(seed);
        int[] shardOf = new int[shares.length];
        for (int tenant = 0; tenant < shares.length; tenant++)
            shardOf[tenant] = (int) ((long) slot("t:tenant-" + tenant) * shards / SLOTS);
        double busiest = 0;
        double mean = 0;
        long crowded = 0;
        double[] load = new double[shards];
        for (int step = 0; step < Demand.STEPS; step++) {
            java.util.Arrays.fill(load, 0);
            double now = demand.meanPerSecond() * demand.factor(step);
            double all = 0;
            for (int tenant = 0; tenant < shares.length; tenant++) {
                double wanted = now * shares[tenant] * (0.5 + random.nextDouble());
                load[shardOf[tenant]] += wanted;
                all += wanted;
            }
            for (double each : load) {
                busiest = Math.max(busiest, each / perShard);
                if (each > 0.9 * perShard) crowded++;
            }
            mean = Math.max(mean, all / (shards * perShard));
        }
        return new Day(busiest, mean, crowded / (double) (shards * Demand.STEPS));
    }

    /** As Redis Cluster does it: CRC-16/XMODEM of the hash tag. */
    static int slot(String tag) {
        int crc = 0;
        for (byte b : tag.getBytes(StandardCharsets.UTF_8)) {
            crc ^= (b & 0xFF) << 8;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 0x8000) != 0 ? (crc << 1 ^ 0x1021) & 0xFFFF : crc << 1;
        }
        return crc % SLOTS;
    }
}
