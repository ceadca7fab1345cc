package io.tokenward.benchmarks.report;

import io.tokenward.benchmarks.text.ChatBodies;

/** A column of the table: a peer, and how it is used. */
public enum Variant {
    /** The ruler. */
    BARE("bare relay", ChatBodies.USUAL_SHARE),
    /** TLS relay only. */
    NGINX("nginx", ChatBodies.USUAL_SHARE),
    /** Caller whose prompts are not screened. */
    OFF("screening off", ChatBodies.USUAL_SHARE),
    /** The usual case: a quarter of the text is new. */
    ON("screening on, 25 % new", ChatBodies.USUAL_SHARE),
    /** Nothing was ever seen. */
    ON_NEW("on, all new", 1),
    /** Everything was seen before. */
    ON_SEEN("on, all seen", 0);

    /** What stands above its column. */
    public final String title;
    /** Part of the text that is new in each request. */
    public final double newShare;

    Variant(String title, double newShare) {
        this.title = title;
        this.newShare = newShare;
    }
}
