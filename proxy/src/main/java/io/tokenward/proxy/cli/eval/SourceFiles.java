package io.tokenward.proxy.cli.eval;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The texts below some directories: files of at most one MiB without a zero byte at their beginning. */
final class SourceFiles {
    private static final long LARGEST = 1 << 20;
    private static final int LOOKED_AT = 4096;

    private SourceFiles() {}

    /** In the order of their names, so that two runs say the same. */
    static List<Path> below(List<Path> roots) throws IOException {
        var files = new java.util.ArrayList<Path>();
        for (Path root : roots) {
            try (Stream<Path> all = Files.walk(root)) {
                all.filter(SourceFiles::isText).sorted().forEach(files::add);
            }
        }
        return files;
    }

    static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    private static boolean isText(Path file) {
        try {
            if (!Files.isRegularFile(file) || Files.isSymbolicLink(file) || Files.size(file) > LARGEST
                    || !Files.isReadable(file))
                return false;
            try (var bytes = Files.newInputStream(file)) {
                for (byte b : bytes.readNBytes(LOOKED_AT))
                    if (b == 0) return false;
            }
            return true;
        } catch (IOException unreadable) {
            return false;
        }
    }
}
