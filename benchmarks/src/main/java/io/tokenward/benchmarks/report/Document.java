package io.tokenward.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A Markdown file of which some parts are written by programs and the rest by people. */
public final class Document {
    private static final String BEGIN = "<!-- measured: everything down to the end mark is written by benchmarks/%s -->";
    private static final String END = "<!-- measured: end -->";

    private Document() {}

    /**
     * Puts {@code measured} between the marks of {@code file}, or makes the file if there is none.
     *
     * @param script that the part belongs to, such as {@code run.sh}
     */
    public static void write(Path file, String script, String measured) throws IOException {
        String text = Files.exists(file) ? Files.readString(file) : BEGIN.formatted(script) + "\n" + END + "\n";
        Files.writeString(file, replaced(text, script, measured));
    }

    static String replaced(String text, String script, String measured) {
        String mark = BEGIN.formatted(script);
        int begin = text.indexOf(mark);
        int end = text.indexOf(END, Math.max(begin, 0));
        if (begin < 0 || end < begin) throw new IllegalArgumentException("the marks for the measured part are missing");
        return text.substring(0, begin) + mark + "\n\n" + measured.strip() + "\n\n" + text.substring(end);
    }
}
