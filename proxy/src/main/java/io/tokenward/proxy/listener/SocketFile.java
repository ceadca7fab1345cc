package io.tokenward.proxy.listener;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

/**
 * The file of a listening Unix domain socket. The socket is made under another name and moved to its own when its mode is
 * set: nobody can connect before, and whoever connects to the name of a proxy that is being replaced meets the old or the new
 * one. Used by the thread that starts and stops listeners.
 */
final class SocketFile {
    private final Path file;
    private final Set<PosixFilePermission> mode;
    private @Nullable Object key;

    SocketFile(Path file, Set<PosixFilePermission> mode) {
        this.file = file;
        this.mode = mode;
    }

    Path file() {
        return file;
    }

    /** The name under which the socket is to be made; nothing has it. */
    Path fresh() throws IOException {
        Path directory = file.getParent();
        if (directory != null) Files.createDirectories(directory);
        int any = ThreadLocalRandom.current().nextInt(0x10000, 0x100000);
        return file.resolveSibling(file.getFileName() + "." + Integer.toHexString(any));
    }

    /**
     * Whether nobody listens there: there is no file, or a process that is gone has left its socket.
     *
     * @throws IOException if the file is another thing than a socket, with the mend in the message
     */
    boolean free() throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) return true;
        if (!Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).isOther())
            throw new IOException("is no socket; remove it, or choose another path in listeners");
        try (var probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.connect(UnixDomainSocketAddress.of(file));
            return false;
        } catch (ConnectException refused) {
            return true;
        }
    }

    /** Gives the socket its mode and its name. */
    void publish(Path fresh) throws IOException {
        Files.setPosixFilePermissions(fresh, mode);
        key = key(fresh);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Removes the file, unless another process has put its own there since. */
    void remove() {
        try {
            if (key != null && Objects.equals(key, key(file))) Files.deleteIfExists(file);
        } catch (IOException gone) {
            // Somebody was faster; the next start finds out what is there.
        }
    }

    private static @Nullable Object key(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey();
    }
}
