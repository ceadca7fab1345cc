package io.tokenward.proxy.cli.train;

import java.util.List;

/**
 * The numbers of a training. Chosen by what they do to attacks of sources left out of the training, never by the fit.
 *
 * @param lambda strength of the L2 penalty
 * @param shapeBoost how much less shapes are penalised than hashed features
 * @param breadth sources in which a feature must occur for its full weight
 * @param narrow factor of a feature that occurs in one source only
 * @param attackMass share of all attacks in the sum of weights; the rest is benign
 * @param sourcePower a source's weight is its size to this power
 * @param emphases what some sources weigh beyond that
 * @param apart how far the weights of what is said and of what is read may be from each other; 0 makes them one
 * @param rounds how often the best windows are chosen again
 * @param iterations of the optimiser in each round
 * @param longest characters of a text that are read
 * @param joined harmless texts put together for each group of roles
 * @param planted orders set into harmless documents
 * @param passes of the network over all texts
 */
record Recipe(double lambda, double shapeBoost, int breadth, double narrow, double attackMass, double sourcePower,
        List<Emphasis> emphases, double apart, int rounds, int iterations, int longest, int joined, int planted,
        int passes) {

    /**
     * A factor of the weight of the attacks ({@code +}) or harmless texts ({@code -}) of some sources.
     *
     * @param sources the sign and what their names begin with
     */
    record Emphasis(String sources, double factor) {}

    /**
     * How the shipped model is made. Ours are many families in few hands, so they weigh less than collections; what people say
     * to an assistant and the tasks they set it are little among the collections of harmless texts. Without these factors
     * whatever sounds like a conversation, or is Chinese, looks like an attack. Families {@code z6-} are Chinese tasks with a frame.
     */
    static Recipe shipped() {
        var emphases = List.of(new Emphasis("+own-", 0.06), new Emphasis("+own-attack-z", 2.3),
                new Emphasis("-own-", 0.3),
                new Emphasis("-own-benign-z", 1.8), new Emphasis("-own-benign-chat-", 4),
                new Emphasis("-own-benign-service", 4), new Emphasis("-own-benign-tasks", 6),
                new Emphasis("-own-benign-hand-format", 4), new Emphasis("-own-benign-hand-roleplay", 4),
                new Emphasis("-own-benign-frames", 2), new Emphasis("-own-benign-z6", 1.5),
                new Emphasis("-clinc_oos", 4), new Emphasis("-selfinstruct_user", 4),
                new Emphasis("-selfinstruct_t0", 3), new Emphasis("-gpteacher_roleplay", 2),
                new Emphasis("-belle_zh", 4), new Emphasis("+" + Planting.SOURCE, 0.15));
        return new Recipe(2.5e-5, 1.5, 4, 0.25, 0.4, 0.3, emphases, 1, 2, 40, 4000, 400, 1000, 3);
    }

    /** The product of all factors for a source. */
    double emphasis(String source) {
        double factor = 1;
        for (Emphasis emphasis : emphases)
            if (source.startsWith(emphasis.sources())) factor *= emphasis.factor();
        return factor;
    }
}
