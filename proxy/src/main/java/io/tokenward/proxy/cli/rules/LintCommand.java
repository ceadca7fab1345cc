package io.tokenward.proxy.cli.rules;

import io.tokenward.rules.PackReading;
import io.tokenward.rules.lint.Lint;
import io.tokenward.rules.lint.RuleSize;
import io.tokenward.rules.lint.Warning;
import io.tokenward.rules.yaml.Place;
import io.tokenward.rules.yaml.YamlErrors;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** {@code rules lint}. */
@Command(name = "lint", mixinStandardHelpOptions = true, description = {
        "Tells everything that is wrong with packs, with file, line and column, and what is unwise:",
        "rules that never fire, that say what another says, that every prompt pays for, that grow when written out,",
        "exclusions past their last day. Exit status 1 where anything is wrong, or with --strict unwise."}, footer = {
                "",
                "Example: tokenward rules lint --packs rules.d/acme"})
final class LintCommand implements Callable<Integer> {
    private static final JsonMapper JSON = new JsonMapper();

    @Mixin
    private PackOptions packs = new PackOptions();
    @Option(names = "--strict", description = "What is unwise counts as wrong.")
    private boolean strict;
    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        PackReading reading = packs.read();
        Lint lint = Lint.of(reading, packs.meant(reading), LocalDate.now(ZoneOffset.UTC));
        if (json) {
            lint.errors().forEach(error -> print("error", "error", error.path(), error.message(), error.place()));
            lint.warnings()
                    .forEach(warning -> print("warning", warning.kind().word(), warning.subject(), warning.message(),
                            Optional.of(warning.place())));
        } else {
            lint.errors().forEach(LintCommand::print);
            lint.warnings().forEach(LintCommand::print);
            summary(lint);
        }
        return lint.errors().isEmpty() && (lint.warnings().isEmpty() || !strict) ? 0 : 1;
    }

    private static void print(YamlErrors.Entry error) {
        System.out.println("error    " + error);
    }

    private static void print(Warning warning) {
        System.out.println("warning  " + warning);
    }

    private static void print(String level, String kind, String subject, String message, Optional<Place> place) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("level", level);
        line.put("kind", kind);
        place.ifPresent(where -> {
            line.put("file", where.file());
            line.put("line", where.line());
            line.put("column", where.column());
        });
        line.put("subject", subject);
        line.put("message", message);
        System.out.println(JSON.writeValueAsString(line));
    }

    private static void summary(Lint lint) {
        RuleSize size = lint.size();
        System.out.printf("%d errors, %d warnings; %d rules, %d queries with %d words after expansion, %d patterns%n",
                lint.errors().size(), lint.warnings().size(), size.rules(), size.queries(), size.words(),
                size.patterns());
    }
}
