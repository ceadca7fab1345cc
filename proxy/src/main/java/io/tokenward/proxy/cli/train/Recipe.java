package io.tokenward.proxy.cli.train;

/**
 * The numbers of a training. Chosen by what they do to attacks of sources left out of the training, never by the fit.
 *
 * @param lambda strength of the L2 penalty
 * @param shapeBoost how much less shapes are penalised than hashed features
 * @param breadth sources in which a feature must occur for its full weight
 * @param narrow factor of a feature that occurs in one source only
 * @param attackMass share of all attacks in the sum of weights; the rest is benign
 * @param sourcePower a source's weight is its size to this power
 * @param ownPart factor of the weight of attacks that we wrote: they are many families, and nobody's real attacks
 * @param apart how far the weights of what is said and of what is read may be from each other; 0 makes them one
 * @param rounds how often the best windows are chosen again
 * @param iterations of the optimiser in each round
 * @param longest characters of a text that are read
 */
record Recipe(double lambda, double shapeBoost, int breadth, double narrow, double attackMass, double sourcePower,
        double ownPart, double apart, int rounds, int iterations, int longest) {

    /** How the shipped model is made. */
    static Recipe shipped() {
        return new Recipe(3e-5, 1.5, 4, 0.25, 0.4, 0.3, 1, 1, 2, 60, 4000);
    }
}
