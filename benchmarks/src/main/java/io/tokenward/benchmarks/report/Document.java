package io.tokenward.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A Markdown file of which one part is written by a program and the rest by people. */
public final class Document {
    private static final String BEGIN = "<!-- measured: everything down to the end mark is written by benchmarks/run.sh -->";
    private static final String END = "<!-- measured: end -->";

    private Document() {}

    /** Puts {@code measured} between the marks of {@code file}, or makes the file if there is none. */
    public static void write(Path file, String measured) throws IOException {
        String text = Files.exists(file) ? Files.readString(file) : BEGIN + "\n" + END + "\n";
        Files.writeString(file, replaced(text, measured));
    }

    static String replaced(String text, String measured) {
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) throw new IllegalArgumentException("the marks for the measured part are missing");
        return text.substring(0, begin) + BEGIN + "\n\n" + measured.strip() + "\n\n" + text.substring(end);
    }
}
