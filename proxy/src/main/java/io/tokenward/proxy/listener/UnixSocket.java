package io.tokenward.proxy.listener;

import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/**
 * A Unix domain socket to listen on.
 *
 * @param file absolute
 * @param mode who may connect
 */
public record UnixSocket(Path file, Set<PosixFilePermission> mode) {
    public UnixSocket {
        mode = Set.copyOf(mode);
    }
}
