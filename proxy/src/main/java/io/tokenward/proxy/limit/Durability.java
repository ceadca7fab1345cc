package io.tokenward.proxy.limit;

/** What acknowledged usage survives. */
public enum Durability {
    /** The end of the process, however sudden: what was acknowledged is with the operating system. */
    PROCESS,
    /** Loss of power too: what was acknowledged is on the disk. Every group of answers waits for the disk. */
    POWER
}
