package io.tokenward.proxy.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The complete example of {@code docs/configuration.md}. */
final class DocumentedExample {
    private static final Path PAGE = Path.of("..", "docs", "configuration.md");

    private DocumentedExample() {}

    static String text() throws IOException {
        String page = Files.readString(PAGE);
        int start = page.indexOf("```yaml\n") + "```yaml\n".length();
        return page.substring(start, page.indexOf("```", start));
    }
}
