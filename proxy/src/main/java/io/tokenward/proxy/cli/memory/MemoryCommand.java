package io.tokenward.proxy.cli.memory;

import io.tokenward.detectors.Category;
import io.tokenward.proxy.cli.eval.CorpusFiles;
import io.tokenward.rules.memory.KnownAttack;
import io.tokenward.rules.memory.Sketch;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code memory}: known attacks, as sketches in a file of a pack. */
@Command(name = "memory", mixinStandardHelpOptions = true, description = {
        "Adds and removes known attacks, of which edited copies are recognised. A file of a pack holds their sketches,",
        "never their texts; a running proxy takes them when its configuration is applied again."}, footer = {"",
                "Example: tokenward memory add --file rules.d/acme/known.yaml --category jailbreak < prompt.txt"}, subcommands = {
                        MemoryCommand.Add.class, MemoryCommand.Remove.class, MemoryCommand.Listing.class,
                        MemoryCommand.Learn.class})
public final class MemoryCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        System.err.println("Name a command: add, remove, list or learn; --help explains them.");
        return 2;
    }

    private abstract static class OnFile implements Callable<Integer> {
        @Option(names = "--file", paramLabel = "FILE", required = true, description = "A YAML file of a pack that holds known attacks alone.")
        private Path file = Path.of("");

        MemoryFile open() throws Exception {
            return MemoryFile.open(file);
        }
    }

    @Command(name = "add", mixinStandardHelpOptions = true, description = "Reads one text from standard input and remembers it.", footer = {
            "", "Example: tokenward memory add --file rules.d/acme/known.yaml --category injection < prompt.txt"})
    static final class Add extends OnFile {
        @Option(names = "--category", paramLabel = "NAME", description = "injection, jailbreak, indirect_injection or evasion (injection).")
        private String category = "injection";

        @Override
        public Integer call() throws Exception {
            Optional<Category> known = Category.of(category).filter(Category::attack);
            if (known.isEmpty()) {
                System.err.println("tokenward: \"" + category
                        + "\" is no category of attacks: injection, jailbreak, indirect_injection or evasion");
                return 2;
            }
            var text = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
            Optional<Sketch> sketch = Sketch.of(text);
            if (sketch.isEmpty()) {
                System.err.println(
                        "tokenward: too short to be told from other texts; seven words are needed. Write a rule.");
                return 1;
            }
            MemoryFile file = open();
            boolean fresh = file.add(known.get(), sketch.get());
            if (fresh) file.write();
            System.out.println(sketch.get().id() + (fresh ? " remembered" : " was known"));
            return 0;
        }
    }

    @Command(name = "remove", mixinStandardHelpOptions = true, description = "Forgets one attack by the id of its findings.", footer = {
            "", "Example: tokenward memory remove --file rules.d/acme/known.yaml memory-1f3a09cc"})
    static final class Remove extends OnFile {
        @Parameters(paramLabel = "ID", description = "As findings and `list` show it.")
        private String id = "";

        @Override
        public Integer call() throws Exception {
            MemoryFile file = open();
            if (!file.remove(id)) {
                System.err.println("tokenward: " + id + " is not in this file; `tokenward memory list` shows what is");
                return 1;
            }
            file.write();
            System.out.println(id + " forgotten");
            return 0;
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "One known attack a line: id, category, words.", footer = {
            "", "Example: tokenward memory list --file rules.d/acme/known.yaml"})
    static final class Listing extends OnFile {
        @Override
        public Integer call() throws Exception {
            for (KnownAttack attack : open().attacks())
                System.out.printf("%s  %s  %d%n", attack.id(), attack.category().word(), attack.sketch().words());
            return 0;
        }
    }

    @Command(name = "learn", mixinStandardHelpOptions = true, description = {
            "Remembers the attacks of labelled texts that a user would write, without phrases that the harmless texts of the",
            "same files share. eval --help describes the files."}, footer = {"",
                    "Example: tokenward memory learn --file rules.d/acme/known.yaml --data incidents.jsonl"})
    static final class Learn extends OnFile {
        @Option(names = "--data", paramLabel = "FILE", arity = "1..*", required = true, description = "Labelled texts.")
        private List<Path> data = List.of();

        @Override
        public Integer call() throws Exception {
            MemoryFile file = open();
            int added = new Remembering(file).add(CorpusFiles.read(data));
            file.write();
            System.out.println(added + " remembered, " + file.attacks().size() + " in all");
            return 0;
        }
    }
}
