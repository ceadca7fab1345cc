package io.tokenward.rules.memory;

import static java.util.Objects.requireNonNull;

import io.tokenward.detectors.Category;
import io.tokenward.rules.yaml.Place;

/**
 * An attack that was seen before.
 *
 * @param category what it was
 * @param sketch by which it is recognised
 * @param place where it is remembered
 */
public record KnownAttack(Category category, Sketch sketch, Place place) {
    public KnownAttack {
        requireNonNull(category, "category");
        requireNonNull(sketch, "sketch");
        requireNonNull(place, "place");
        if (!category.attack()) throw new IllegalArgumentException("no attack: " + category.word());
    }

    /** The id of its findings. */
    public String id() {
        return sketch.id();
    }
}
