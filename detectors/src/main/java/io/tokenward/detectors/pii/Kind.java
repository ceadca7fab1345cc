package io.tokenward.detectors.pii;

/**
 * One kind of personal data that is written in letters and digits.
 *
 * @param name name that findings report
 * @param verifier how many units of a reading are such data, 0 if none
 */
record Kind(String name, Verifier verifier) {

    /** Decides about one place; stateless. */
    @FunctionalInterface
    interface Verifier {
        /** How many units from the beginning belong to it; 0 if it is none. */
        int units(Reading reading);
    }
}
