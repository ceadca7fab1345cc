package io.tokenward.proxy.limit;

import java.util.ArrayDeque;
import java.util.Deque;

/** What an exchange took on its way through several levels, so that all of it can be given back. Used by one thread at a time. */
final class Taken {
    private final Deque<Runnable> ways = new ArrayDeque<>();

    /** One thing more, and how it is given back. */
    void add(Runnable back) {
        ways.push(back);
    }

    /** The last first. */
    void giveBack() {
        while (!ways.isEmpty())
            ways.pop().run();
    }
}
