package io.tokenward.proxy.cli.train;

import io.tokenward.detectors.injection.CnnReader;
import io.tokenward.detectors.injection.Strata;
import io.tokenward.detectors.injection.TextCnn;

/**
 * The linear model, which looks at all windows, and the network, which reads the best of them with what surrounds it. Not
 * thread-safe.
 */
final class Cascade {
    private final Model linear;
    private final TextCnn network;
    private final CnnReader reader;

    Cascade(Model linear, TextCnn network) {
        this.linear = linear;
        this.network = network;
        this.reader = new CnnReader(network);
    }

    Model linear() {
        return linear;
    }

    TextCnn network() {
        return network;
    }

    /** The sum of a text's best window with what the network adds. It is asked whatever the linear model says. */
    double best(Document document) {
        int[] window = linear.window(document);
        int begin = TextCnn.begin(0, document.length, window[0], window[1]);
        double answer = reader.read(document.chars(), begin, document.length, Strata.group(document.stratum));
        return linear.best(document) + TextCnn.added(answer);
    }
}
