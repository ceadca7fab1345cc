package io.tokenward.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackReadingTest {
    private static final String RULE = Texts.rule("vault-110", "{ query: $open }");

    @TempDir
    Path directory;

    @Test
    void aPackSaysWhatItIs() {
        PackReading reading = Texts
                .reading("pack: acme\nversion: 2026.11.3\nmode: shadow\n---\nwords: { open: [vault] }\n---\n"
                        + RULE);

        assertThat(reading.errors().messages()).isEmpty();
        Pack pack = reading.packs().getFirst();
        assertThat(pack.name()).isEqualTo("acme");
        assertThat(pack.version()).isEqualTo("2026.11.3");
        assertThat(pack.rules().getFirst().mode()).as("capped by the pack").isEqualTo(Mode.SHADOW);
    }

    @Test
    void wordsMayStandBehindTheRulesThatUseThem() {
        PackReading reading = Texts.reading(RULE + "---\nwords: { open: [vault] }\n---\npack: acme\n");

        assertThat(reading.errors().messages()).isEmpty();
        assertThat(reading.packs().getFirst().rules()).hasSize(1);
    }

    @Test
    void aFileThatBreaksOffGivesNeitherWordsNorRulesAndIsSaidOnce() {
        PackReading reading = Texts
                .reading("words: { open: [vault] }\n---\n" + RULE.replace("$open", "vault") + "---\na: [1\n");

        assertThat(reading.errors().messages()).singleElement().asString().contains("not YAML");
        assertThat(reading.packs().getFirst().rules()).isEmpty();
    }

    @Test
    void aPackThatRequiresAnotherMayUseItsWords() {
        String words = "pack: base\n---\nwords: { open: [vault, safe] }\n";

        assertThat(Texts.reading(words, "pack: acme\nrequires: base\n---\n" + RULE).errors().messages()).isEmpty();
        assertThat(Texts.reading(words, "pack: acme\n---\n" + RULE).errors().messages())
                .containsExactly(
                        "p2.yaml:10:16 vault-110.when: no word list $open; write one under words, or require the pack that has it");
        assertThat(Texts.reading(words.replace("open:", "opens:"), "pack: acme\nrequires: base\n---\n" + RULE)
                .errors()
                .messages())
                .containsExactly("p2.yaml:11:16 vault-110.when: no word list $open; did you mean \"opens\"?");
        assertThat(Texts.reading(words.replace("open:", "open_it:")).errors().messages())
                .containsExactly(
                        "p1.yaml:3:10 words.open_it: a list is named in letters, digits and hyphens, a letter first: queries call it $name");
    }

    @Test
    void whatARequiredPackIsMissingForIsSaidWithItsPlace() {
        assertThat(Texts.reading("pack: acme\nrequires: [builtn, acme]\n").errors().messages())
                .containsExactly("p1.yaml:2:12 requires: the pack \"builtn\" is not loaded; load it too");
    }

    @Test
    void twoPacksOfOneNameAreRefused() {
        assertThat(Texts.reading("pack: acme\n", "pack: acme\n").errors().messages())
                .containsExactly("two packs are called \"acme\"; give one another name in its pack.yaml");
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        List<String> errors = Texts.reading("pack: acme\nmood: x\nversion: [1]\n---\n"
                + RULE.replace("critical", "dreadful").replace("$open", "'fn:maxgaps(x'")
                + "---\nexclude: { rules: [] }\nexpires: soon\nfor: { roles: [usr], pointer: messages }\n")
                .errors()
                .messages();

        assertThat(errors).hasSizeGreaterThanOrEqualTo(9).allMatch(error -> error.startsWith("p1.yaml:"));
        assertThat(String.join("\n", errors)).contains("2:1 mood: no such key", "did you mean \"mode\"",
                "3:10 version: must be like", "vault-110.severity", "not a query", "name at least one rule or tag",
                "expires: must be a day like 2027-03-31", "reason: say why", "owner: name who",
                "no role \"usr\"; did you mean \"user\"", "must be a JSON pointer");
    }

    @Test
    void anotherTextIsAnotherVersion() throws Exception {
        String first = RuleEngine.of(List.of(Map.of("a.yaml", Texts.rule("vault-110", "{ query: vault }")))).version();
        String second = RuleEngine.of(List.of(Map.of("a.yaml", Texts.rule("vault-110", "{ query: safe }")))).version();

        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void packsHaveLimits() throws Exception {
        for (int i = 0; i <= PackFiles.MAX_FILES; i++)
            Files.writeString(directory.resolve("f" + i + ".yaml"), "");

        assertThat(messages(directory))
                .containsExactly(directory + ": more than 32 MiB or 1000 files; make several packs of it");
        assertThat(messages(directory.resolve("none")).getFirst()).contains("no such directory");
    }

    @Test
    void filesMustBeUtf8() throws Exception {
        Files.write(directory.resolve("a.yaml"), new byte[]{'a', ':', ' ', (byte) 0xff});

        assertThat(messages(directory))
                .containsExactly(directory.resolve("a.yaml") + ": is not UTF-8; save it as UTF-8");
    }

    private static List<String> messages(Path directory) {
        return PackReading.of(new PackSources(false, List.of(directory), Optional.empty())).errors().messages();
    }
}
