package io.tokenward.proxy.cli;

import io.tokenward.rules.Rule;
import io.tokenward.rules.RuleEngine;
import io.tokenward.rules.RuleTests;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rules}: what security people do with rule packs. */
@Command(name = "rules", mixinStandardHelpOptions = true, description = "Lists and tests rule packs.", subcommands = {
        RulesCommand.Listing.class,
        RulesCommand.Test.class}, footer = {"", "Example: tokenward rules test --packs rules.d/acme"})
final class RulesCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        System.err.println("Name a command: list or test; --help explains them.");
        return 2;
    }

    private abstract static class OnPacks implements Callable<Integer> {
        @Option(names = "--packs", paramLabel = "DIR", arity = "1..*", description = "Pack directories beside the shipped pack.")
        private List<Path> packs = List.of();

        RuleEngine engine() throws Exception {
            return RuleEngine.load(packs, true);
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists rules, one a line, id first.", footer = {
            "",
            "Example: tokenward rules list"})
    static final class Listing extends OnPacks {
        @Override
        public Integer call() throws Exception {
            for (Rule rule : engine().rules()) {
                System.out.printf("%s  %s  p%d  %s  %s  %s%n", rule.id(), rule.severity().word(), rule.paranoia(),
                        rule.mode().word(),
                        String.join(",", rule.languages()), rule.title());
            }
            return 0;
        }
    }

    @Command(name = "test", mixinStandardHelpOptions = true, description = "Runs the tests that rules carry; exit status 1 if any fails.", footer = {
            "", "Example: tokenward rules test --packs rules.d/acme"})
    static final class Test extends OnPacks {
        @Override
        public Integer call() throws Exception {
            RuleEngine engine = engine();
            List<RuleTests.Failure> failures = RuleTests.run(engine);
            failures.forEach(System.out::println);
            int tests = engine.rules().stream().mapToInt(rule -> rule.tests().size()).sum();
            System.out.printf("%d rules, %d tests, %d failed%n", engine.rules().size(), tests, failures.size());
            return failures.isEmpty() ? 0 : 1;
        }
    }
}
