package io.tokenward.proxy.problem;

/** Who is at fault when an exchange ends in a {@link Problem}. */
public enum Fault {
    CLIENT, POLICY, PROXY, UPSTREAM
}
