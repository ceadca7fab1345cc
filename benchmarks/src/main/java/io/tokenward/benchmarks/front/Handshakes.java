package io.tokenward.benchmarks.front;

import io.tokenward.benchmarks.peer.Peer;
import io.tokenward.benchmarks.peer.Peers;
import java.util.Arrays;
import java.util.Optional;

/**
 * What full handshakes cost the proxy beside nginx: one certificate, TLS 1.3, X25519 (which is what Java's clients offer
 * first), the connection closed after. Rounds of the two are interleaved.
 */
final class Handshakes {
    private static final int ROUND = 1000;
    private static final int ROUNDS = 5;
    private static final int MOST_WARM_ROUNDS = 12;
    private static final double RESTING = 0.05;

    private final Clients clients;
    private final Peer proxy;

    Handshakes(Peer proxy, Clients clients) {
        this.proxy = proxy;
        this.clients = clients;
    }

    void print(Peers peers) throws Exception {
        int warm = warm();
        Optional<Peer> nginx = peers.nginx();
        if (nginx.isEmpty()) {
            System.out.printf("full handshake: %.2f ms of CPU; nginx is not installed here%n", millis(proxy, clients));
            return;
        }
        double[] own = new double[ROUNDS];
        double[] theirs = new double[ROUNDS];
        double[] ratios = new double[ROUNDS];
        double compiling = proxy.process().compilerSeconds();
        try (Peer other = nginx.get()) {
            var others = new Clients(peers.authority(), other.port(), "none");
            millis(other, others);
            for (int i = 0; i < ROUNDS; i++) {
                own[i] = millis(proxy, clients);
                theirs[i] = millis(other, others);
                ratios[i] = own[i] / theirs[i];
            }
        }
        compiling = (proxy.process().compilerSeconds() - compiling) * 1000 / ROUND / ROUNDS;
        System.out.printf("full handshake after %,d: %.2f ms of CPU (compilers %.2f), nginx %.2f ms, ratio %.2f"
                + " [%.2f–%.2f], median of %d rounds%n", warm, median(own), compiling, median(theirs), median(ratios),
                ratios[0], ratios[ROUNDS - 1], ROUNDS);
    }

    /** Until the compilers take little of what handshakes cost. */
    private int warm() throws Exception {
        for (int done = 1; done <= MOST_WARM_ROUNDS; done++) {
            double compiling = proxy.process().compilerSeconds();
            double all = proxy.process().cpuSeconds();
            millis(proxy, clients);
            all = proxy.process().cpuSeconds() - all;
            if (proxy.process().compilerSeconds() - compiling < RESTING * all) return done * ROUND;
        }
        return MOST_WARM_ROUNDS * ROUND;
    }

    private static double millis(Peer peer, Clients clients) throws Exception {
        double before = peer.process().cpuSeconds();
        for (int i = 0; i < ROUND; i++)
            clients.open("http/1.1").close();
        return (peer.process().cpuSeconds() - before) * 1000 / ROUND;
    }

    /** Sorts. */
    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
