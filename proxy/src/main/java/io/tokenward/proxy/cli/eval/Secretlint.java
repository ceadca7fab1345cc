package io.tokenward.proxy.cli.eval;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs secretlint with its recommended preset, as npm has installed it in a directory, over the same texts.
 *
 * @param findings number of messages for each file that has any
 * @param wallNanos from start to end of its process
 */
record Secretlint(Map<Path, Integer> findings, long wallNanos) {
    private static final String CONFIGURATION = """
            {"rules":[{"id":"@secretlint/secretlint-rule-preset-recommend"}]}
            """;
    private static final int MOST_MINUTES = 30;
    /** As many files as fit on one command line. */
    private static final int FILES_AT_ONCE = 400;

    static Secretlint over(List<Path> files, Path installed) throws IOException, InterruptedException {
        Path configuration = installed.resolve(".secretlintrc.json");
        Files.writeString(configuration, CONFIGURATION);
        var findings = new HashMap<Path, Integer>();
        long nanos = 0;
        for (int from = 0; from < files.size(); from += FILES_AT_ONCE) {
            List<Path> some = files.subList(from, Math.min(files.size(), from + FILES_AT_ONCE));
            long began = System.nanoTime();
            JsonNode answer = run(some, installed, configuration);
            nanos += System.nanoTime() - began;
            for (JsonNode file : answer) {
                int messages = file.path("messages").size();
                if (messages > 0) findings.put(Path.of(file.path("filePath").asString("")), messages);
            }
        }
        return new Secretlint(findings, nanos);
    }

    private static JsonNode run(List<Path> files, Path installed, Path configuration)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(
                List.of(installed.resolve("node_modules/.bin/secretlint").toString(), "--format", "json",
                        "--secretlintrc", configuration.toString(), "--no-glob"));
        files.forEach(file -> command.add(file.toAbsolutePath().toString()));
        Path out = Files.createTempFile("secretlint", ".json");
        try {
            Process process = new ProcessBuilder(command).directory(installed.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(new File("/dev/null"))
                    .start();
            if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IOException("secretlint did not end within " + MOST_MINUTES + " minutes");
            }
            return JsonMapper.builder().build().readTree(Files.readString(out));
        } finally {
            Files.deleteIfExists(out);
        }
    }
}
