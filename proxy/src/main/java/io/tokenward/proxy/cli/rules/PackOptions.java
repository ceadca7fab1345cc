package io.tokenward.proxy.cli.rules;

import io.tokenward.proxy.RulePacks;
import io.tokenward.proxy.config.ConfigProblem;
import io.tokenward.proxy.config.Settings;
import io.tokenward.proxy.config.SettingsReader;
import io.tokenward.rules.Pack;
import io.tokenward.rules.PackReading;
import io.tokenward.rules.PackSources;
import io.tokenward.rules.Policy;
import io.tokenward.rules.RulesProblem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Stack;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which packs a command is about, as its options say. */
final class PackOptions {
    @Option(names = "--packs", paramLabel = "DIR", arity = "1..*", parameterConsumer = Directories.class, description = "Pack directories beside the others.")
    private List<Path> packs = List.of();
    @Option(names = {"-c",
            "--config"}, paramLabel = "FILE", description = "A configuration whose packs and policies are meant; without it the shipped ones.")
    private @Nullable Path config;

    /** Takes the first word behind the option, and more as long as they are directories: a text or query may come next. */
    static final class Directories implements IParameterConsumer {
        @Override
        public void consumeParameters(Stack<String> words, ArgSpec option, CommandSpec command) {
            if (words.isEmpty()) throw new ParameterException(command.commandLine(), "--packs needs a directory");
            List<Path> named = new ArrayList<>(option.<List<Path>>getValue());
            do {
                named.add(Path.of(words.pop()));
            } while (!words.isEmpty() && Files.isDirectory(Path.of(words.peek())));
            option.setValue(named);
        }
    }

    /** The directories that were named one by one. */
    List<Path> named() {
        return packs;
    }

    /** The packs of the configuration, or the shipped one. */
    PackSources configured() throws ConfigProblem, RulesProblem {
        Path file = config;
        if (file == null) return PackSources.unsigned(List.of());
        return RulePacks.sources(SettingsReader.read(file.toAbsolutePath()).rules());
    }

    /** Those and the ones that were named. */
    PackReading read() throws ConfigProblem, RulesProblem {
        return PackReading.of(configured().with(packs));
    }

    /** The packs that a command is about: those that were named, else all. */
    List<Pack> meant(PackReading reading) {
        List<Pack> all = reading.packs();
        return packs.isEmpty() ? all : all.subList(Math.max(0, all.size() - packs.size()), all.size());
    }

    /** All policies by name. */
    Map<String, Policy> policies() throws ConfigProblem {
        Path file = config;
        if (file == null) return Map.of("default", Policy.standard());
        Settings settings = SettingsReader.read(file.toAbsolutePath());
        return settings.policies();
    }
}
