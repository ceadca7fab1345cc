package io.tokenward.proxy.encoding;

/** Memory that may be asked for while a body grows. */
@FunctionalInterface
public interface Allowance {
    /** Takes {@code bytes} more, or returns false and takes none. */
    boolean take(long bytes);
}
