package io.tokenward.proxy.cli.eval;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Measures secrets on labelled texts and on files, beside secretlint where it is installed, and writes tables. */
final class SecretsReport {
    /** What the page begins with. */
    static final String HEAD = """
            # Secrets: figures

            Made by `tokenward eval --secrets … --over … --beside … --page …`; [secrets.md](secrets.md) says what is looked for.
            *found* counts texts in which anything is found: of the texts tagged `clean` none should be, of the others all. The columns of
            secretlint are its recommended preset on the same texts in the same run.

            """;
    private final PrintStream out;

    SecretsReport(PrintStream out) {
        this.out = out;
    }

    /** @param beside where npm has installed secretlint; empty for our figures alone */
    void vectors(List<SecretVector> vectors, List<Path> beside) throws IOException, InterruptedException {
        Map<SecretVector, Boolean> theirs = beside.isEmpty() ? Map.of() : secretlint(vectors, beside.getFirst());
        out.println("| texts | number | found | percent |" + (beside.isEmpty() ? "" : " secretlint | percent |"));
        out.println("| --- | --: | --: | --: |" + (beside.isEmpty() ? "" : " --: | --: |"));
        Map<String, List<SecretVector>> byTag = vectors.stream()
                .collect(Collectors.groupingBy(SecretVector::tag, TreeMap::new, Collectors.toList()));
        byTag.forEach((tag, of) -> {
            long found = of.stream().filter(SecretVector::found).count();
            String line = "| %s | %d | %d | %.2f |".formatted(tag, of.size(), found, 100.0 * found / of.size());
            if (!beside.isEmpty()) {
                long other = of.stream().filter(vector -> theirs.getOrDefault(vector, false)).count();
                line += String.format(Locale.ROOT, " %d | %.2f |", other, 100.0 * other / of.size());
            }
            out.println(line);
        });
    }

    /** The texts that are judged wrongly: ids and kinds, never what is in them. */
    void wrong(List<SecretVector> vectors) {
        for (SecretVector vector : vectors)
            if (!vector.right())
                out.println((vector.secret() ? "missed  " : "wrong   ") + vector.id() + "  " + vector.kind());
    }

    void files(List<Path> roots, List<Path> beside, boolean places) throws IOException, InterruptedException {
        List<Path> files = SourceFiles.below(roots);
        FileFindings warm = FileFindings.in(files.subList(0, Math.min(files.size(), 500)));
        FileFindings ours = FileFindings.in(files);
        out.printf(Locale.ROOT,
                "%n%d files, %d lines: %d findings, %.3f per 10,000 lines, %.0f MB/s of one thread's CPU (%d files before to warm up)%n",
                ours.files(), ours.lines(), ours.places().size(), ours.per10000Lines(), ours.megabytesPerSecond(),
                warm.files());
        if (!beside.isEmpty()) {
            Secretlint theirs = Secretlint.over(files, beside.getFirst());
            int findings = theirs.findings().values().stream().mapToInt(Integer::intValue).sum();
            double seconds = theirs.wallNanos() / 1e9;
            out.printf(Locale.ROOT,
                    "secretlint: %d findings, %.3f per 10,000 lines, %.1f s from start to end, %.0f times our %.2f s of scanning%n",
                    findings, 10_000.0 * findings / Math.max(1, ours.lines()), seconds,
                    seconds * 1e9 / Math.max(1, ours.cpuNanos()), ours.cpuNanos() / 1e9);
        }
        if (places) ours.places().forEach(out::println);
    }

    /** Whether secretlint reports anything, for each text as a file of its own. */
    private static Map<SecretVector, Boolean> secretlint(List<SecretVector> vectors, Path installed)
            throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("vectors");
        var files = new ArrayList<Path>();
        try {
            for (int i = 0; i < vectors.size(); i++) {
                files.add(directory.resolve(i + ".txt"));
                Files.writeString(files.getLast(), vectors.get(i).text());
            }
            Map<Path, Integer> findings = Secretlint.over(files, installed).findings();
            var found = new java.util.HashMap<SecretVector, Boolean>();
            for (int i = 0; i < vectors.size(); i++)
                found.put(vectors.get(i), findings.containsKey(files.get(i).toAbsolutePath()));
            return found;
        } finally {
            for (Path file : files)
                Files.deleteIfExists(file);
            Files.deleteIfExists(directory);
        }
    }
}
