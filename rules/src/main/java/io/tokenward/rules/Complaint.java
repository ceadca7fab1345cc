package io.tokenward.rules;

import io.tokenward.rules.yaml.Place;

/** Takes an error with its place. */
@FunctionalInterface
interface Complaint {
    void at(Place place, String message);
}
