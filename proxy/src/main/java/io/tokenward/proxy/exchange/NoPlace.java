package io.tokenward.proxy.exchange;

import io.tokenward.proxy.limit.Account;
import io.tokenward.proxy.limit.Permit;

/** The permit of a session in the hands of what happens within it: that ends before the session does. */
record NoPlace(Permit session) implements Permit {
    @Override
    public void release() {}

    @Override
    public Account account() {
        return session.account();
    }

    @Override
    public String exchange() {
        return session.exchange();
    }
}
