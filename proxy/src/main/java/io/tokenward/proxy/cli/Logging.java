package io.tokenward.proxy.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;

/** Log lines go to standard error, one a line; libraries only from warnings up. */
final class Logging {
    private static final String SETTINGS = """
            handlers=java.util.logging.ConsoleHandler
            .level=WARNING
            io.tokenward.level=INFO
            io.netty.level=SEVERE
            org.apache.lucene.internal.level=SEVERE
            java.util.logging.ConsoleHandler.level=ALL
            java.util.logging.SimpleFormatter.format=%1$tFT%1$tT.%1$tLZ %4$s %5$s%6$s%n
            """;

    private Logging() {}

    static void configure(LogManager manager) {
        if (System.getProperty("java.util.logging.config.file") != null) return;
        try {
            manager.readConfiguration(new ByteArrayInputStream(SETTINGS.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
