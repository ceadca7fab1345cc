package io.tokenward.benchmarks.capacity;

/**
 * A day of given size.
 *
 * @param tokensPerDay all of them
 * @param tokensPerExchange prompt and answer together
 * @param chunksPerExchange of a streamed answer
 * @param peak busiest five minutes against the mean
 * @param tenants how many; their sizes follow Zipf's law
 * @param skew exponent of that law
 */
record Demand(double tokensPerDay, double tokensPerExchange, double chunksPerExchange, double peak, int tenants,
        double skew) {
    static final int STEPS = 288;

    double meanPerSecond() {
        return tokensPerDay / tokensPerExchange / 86_400;
    }

    /** How busy a step of five minutes is against the mean: one hump a day, whose top is {@link #peak}. */
    double factor(int step) {
        double hump = Math.cos(2 * Math.PI * (step / (double) STEPS - 0.6));
        return 1 + (peak - 1) * hump * (hump > 0 ? 1 : 1 / Math.max(peak, 1));
    }

    /** What share of all exchanges each tenant has, the largest first. */
    double[] shares() {
        double[] shares = new double[tenants];
        double sum = 0;
        for (int i = 0; i < tenants; i++) {
            shares[i] = 1 / Math.pow(i + 1, skew);
            sum += shares[i];
        }
        for (int i = 0; i < tenants; i++)
            shares[i] /= sum;
        return shares;
    }
}
