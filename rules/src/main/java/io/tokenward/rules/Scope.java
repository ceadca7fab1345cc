package io.tokenward.rules;

/** What is looked for in a text. */
public enum Scope {
    /** Everything. */
    ALL,
    /** All but personal data. */
    WITHOUT_PERSONAL_DATA,
    /**
     * Attacks that rules and the memory know, nothing that the model learned: for two texts put together, which look like none
     * that it has seen.
     */
    SEAM;

    /** Of a whole text. */
    public static Scope of(boolean personalData) {
        return personalData ? ALL : WITHOUT_PERSONAL_DATA;
    }
}
