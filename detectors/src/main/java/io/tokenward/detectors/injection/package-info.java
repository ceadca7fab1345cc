/**
 * The learned detector of injections and jailbreaks: a linear model over hashed pieces of words and over what words do
 * (their classes in {@code lexicon.txt}), summed over windows of a text, and behind it a small convolutional network that reads
 * the best window with what surrounds it. Plain arrays, no library. Begin reading at {@link InjectionModel};
 * {@link FeatureWalk} and {@link TokenWalk} say what the two see, {@link ModelFile} how they are stored. Training lives
 * in the proxy's command line; what the model knows and does not know stands in {@code docs/model-card.md}.
 */
@NullMarked
package io.tokenward.detectors.injection;

import org.jspecify.annotations.NullMarked;
