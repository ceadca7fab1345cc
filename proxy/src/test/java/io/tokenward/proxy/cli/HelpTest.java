package io.tokenward.proxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import picocli.CommandLine;

/** What {@code --help} says of each command. */
@Isolated("It looks at what goes to standard error.")
class HelpTest {
    private final PrintStream before = System.err;
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void goBack() {
        System.setErr(before);
    }

    /** A sign of per cent that is not doubled is taken for a place where a value is put, of which picocli complains. */
    @Test
    void everyCommandHasHelpThatCanBeWritten() {
        List<CommandLine> commands = commands(Commands.root()).toList();
        for (CommandLine command : commands) {
            var help = new StringWriter();
            command.usage(new PrintWriter(help));
            assertThat(help.toString()).contains("Usage: " + command.getCommandSpec().qualifiedName());
        }

        assertThat(commands).hasSizeGreaterThan(30);
        assertThat(errors.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    private static Stream<CommandLine> commands(CommandLine root) {
        return Stream.concat(Stream.of(root),
                root.getSubcommands().values().stream().distinct().flatMap(HelpTest::commands));
    }
}
