package io.tokenward.detectors.text;

/**
 * The units of a text with its ASCII letters in lower case: what every view begins with, and whoever looks for plain words can
 * share. The same pass tells what the text's shape calls for. Immutable; the array is not copied and must not be changed.
 */
public final class Lowered {
    private final char[] units;
    private final Glance glance;

    private Lowered(char[] units, Glance glance) {
        this.units = units;
        this.glance = glance;
    }

    /** Of that text. */
    public static Lowered of(String text) {
        return of(text.toCharArray());
    }

    /** Of these units, which now belong to the result. */
    static Lowered of(char[] units) {
        return new Lowered(units, Glance.lower(units));
    }

    /** One for each unit of the text. */
    public char[] units() {
        return units;
    }

    /** How many units there are before the first that is not ASCII. */
    public int ascii() {
        return glance.ascii();
    }

    /** Whether there may be words that {@link Squeezing} changes; always where not all is ASCII. */
    public boolean oddWords() {
        return !isAscii() || glance.oddWords();
    }

    /** Whether the text is ASCII. */
    public boolean isAscii() {
        return glance.ascii() == units.length;
    }

    /** What a first look showed. */
    Glance glance() {
        return glance;
    }
}
