package io.tokenward.proxy.cli.eval;

import io.tokenward.detectors.secret.SecretMatch;
import io.tokenward.detectors.secret.SecretScanner;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the secret formats say about files that are taken to have none.
 *
 * @param files number of files
 * @param lines number of line ends in them
 * @param bytes their size as read
 * @param cpuNanos CPU time of the scans alone, one thread
 * @param places {@code file:line rule} of each finding
 */
record FileFindings(int files, long lines, long bytes, long cpuNanos, List<String> places) {

    static FileFindings in(List<Path> files) throws IOException {
        var threads = ManagementFactory.getThreadMXBean();
        SecretScanner scanner = SecretScanner.standard();
        var places = new ArrayList<String>();
        long lines = 0;
        long bytes = 0;
        long nanos = 0;
        for (Path file : files) {
            String text = SourceFiles.read(file);
            long began = threads.getCurrentThreadCpuTime();
            List<SecretMatch> matches = scanner.scan(text);
            nanos += threads.getCurrentThreadCpuTime() - began;
            bytes += text.length();
            lines += text.chars().filter(c -> c == '\n').count();
            for (SecretMatch match : matches)
                places.add(file + ":" + line(text, match.span().start()) + " " + match.name());
        }
        return new FileFindings(files.size(), lines, bytes, nanos, places);
    }

    private static long line(String text, int at) {
        return 1 + text.substring(0, at).chars().filter(c -> c == '\n').count();
    }

    double per10000Lines() {
        return lines == 0 ? 0 : 10_000.0 * places.size() / lines;
    }

    /** Millions of UTF-16 units in a second of CPU. */
    double megabytesPerSecond() {
        return cpuNanos == 0 ? 0 : bytes * 1000.0 / cpuNanos;
    }
}
