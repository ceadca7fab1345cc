package io.tokenward.certs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A directory of files that are their owner's alone, whatever the umask. */
public final class OwnersDirectory {
    private static final Set<PosixFilePermission> DIRECTORY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

    private OwnersDirectory() {}

    /** Makes it for its owner alone where there is none; one that is there stays as it is. */
    public static void make(Path directory) throws IOException {
        if (Files.isDirectory(directory)) return;
        Path above = directory.toAbsolutePath().getParent();
        if (above != null) Files.createDirectories(above);
        try {
            Files.createDirectory(directory, PemFiles.attributes(directory, DIRECTORY));
        } catch (FileAlreadyExistsException another) {
            // Another process was quicker, or a file is there.
            if (!Files.isDirectory(directory)) throw another;
        }
    }

    /** The file in it that is locked by whoever changes others; made for its owner alone. */
    public static FileChannel lockFile(Path directory) throws IOException {
        return FileChannel.open(directory.resolve(".lock"), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PemFiles.attributes(directory, FILE));
    }
}
