package io.tokenward.proxy.dialect;

import static java.util.Objects.requireNonNull;

/**
 * What a request says beside its prompt that limits go by.
 *
 * @param user for whom, as the caller names it; empty where it does not
 * @param images that are to be made
 * @param event of a session; without words where the request is none
 */
record Asked(String user, long images, SessionEvent event) {
    static final Asked NOTHING = new Asked("", 0);
    /** A longer one is cut: it only has to be the same each time. */
    private static final int LONGEST_USER = 512;

    /** Outside a session. */
    Asked(String user, long images) {
        this(user, images, SessionEvent.NONE);
    }

    Asked {
        requireNonNull(user, "user");
        if (user.length() > LONGEST_USER) user = user.substring(0, LONGEST_USER);
    }
}
