package io.tokenward.detectors.injection;

import io.tokenward.detectors.Role;

/**
 * The strata of texts, each with a bias of its own, so that one line means the same share of false alarms in each: who speaks,
 * and whether it is written in signs that stand for a word or a syllable (Chinese, Japanese) or in letters. A sentence of
 * signs has a third of the characters of one of letters, and other texts to be mistaken for. Stateless.
 */
public final class Strata {
    /** Strata are numbered from 0 to below this. */
    public static final int COUNT = 6;
    /** Groups of roles, from 0 to below this. */
    public static final int GROUPS = 3;
    private static final int READ = 1;
    /** A text is written in signs if one in so many of its characters is one: names and code in between are in letters. */
    private static final int SIGNS_FROM = 8;

    private Strata() {}

    /**
     * The stratum of a text.
     *
     * @param role in whose mouth it is
     * @param signs how many of its characters {@link FeatureWalk} took for signs
     * @param length of it, in characters
     */
    public static int of(Role role, int signs, int length) {
        return group(role) + ((long) signs * SIGNS_FROM > length ? GROUPS : 0);
    }

    /** The group of roles of a stratum. */
    public static int group(int stratum) {
        return stratum % GROUPS;
    }

    /** The group of a role: 0 who asks, 1 what is read, 2 what is given by the application. */
    public static int group(Role role) {
        return switch (role) {
            case USER, ASSISTANT -> 0;
            case TOOL_RESULT, DOCUMENT -> READ;
            case SYSTEM, TOOL_DEFINITION, METADATA, HEADER -> 2;
        };
    }

    /** Whether that role's texts are read by the model and not said to it: they have weights of their own. */
    public static boolean isRead(Role role) {
        return group(role) == READ;
    }
}
