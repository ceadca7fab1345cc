package io.tokenward.proxy.limit;

import org.jspecify.annotations.Nullable;

/** What an exchange took on its way through several levels, so that all of it can be given back. Used by one thread at a time. */
final class Taken {
    private record Way(Runnable back, @Nullable Way before) {}

    private @Nullable Way last;

    /** One thing more, and how it is given back. */
    void add(Runnable back) {
        last = new Way(back, last);
    }

    /** What was taken elsewhere is given back here. */
    void addAll(Taken more) {
        if (more.last != null) add(more::giveBack);
    }

    /** The last first. */
    void giveBack() {
        for (Way way = last; way != null; way = last) {
            last = way.before();
            way.back().run();
        }
    }
}
