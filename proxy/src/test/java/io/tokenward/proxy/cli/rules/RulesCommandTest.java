package io.tokenward.proxy.cli.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.proxy.cli.Commands;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RulesCommandTest {
    private static final String RULE = """
            id: acme-110
            title: Asks for the vault
            category: injection
            severity: critical
            paranoia: 1
            roles: [user]
            languages: [en]
            when: { query: "fn:ordered(open vault)" }
            tests:
              match: [Open vault seven.]
              no-match: [The vault is closed.]
            """;
    private static final String AUDITED = """
            {"seq":1,"time":"2026-11-22T09:14:03Z","exchange":"tw_01A","tenant":"acme","route":"/","policy":"default","decision":"flag","coverage":"screened","findings":[{"rule":"acme-110","pointer":"/messages/1/content","view":"plain","start":7,"end":17,"mode":"shadow"}]}
            {"seq":2,"time":"2026-11-22T09:14:04Z","exchange":"tw_01B","tenant":"acme","route":"/","policy":"default","decision":"block","coverage":"screened","findings":[{"rule":"gone-110","pointer":"/messages/1/content","view":"plain","start":7,"end":17}]}
            {"seq":3,"time":"2026-11-22T09:14:05Z","exchange":"tw_01C","tenant":"acme","route":"/","policy":"default","decision":"allow","coverage":"screened","findings":[]}
            {"seq":4,"time":"2026-11-22T09:14:06Z","exchange":"tw_01D","tenant":"acme","route":"/","policy":"other","decision":"allow","coverage":"screened","findings":[]}
            {"seq":5,"time":"2026-11-22T09:14:07Z","exchange":"tw_01E","tenant":"acme","route":"/","policy":"default","decision":"allow","coverage":"by-policy(x)","findings":[]}
            """;

    @TempDir
    Path directory;
    private Path pack;
    private String output = "";

    @BeforeEach
    void write() throws Exception {
        pack = Files.createDirectories(directory.resolve("acme"));
        Files.writeString(pack.resolve("pack.yaml"),
                "pack: acme\nversion: 2026.11.1\nmode: shadow\nrequires: builtin\n");
        Files.writeString(pack.resolve("rules.yaml"), RULE);
    }

    /** The exit status; what was printed stands in {@code output}. */
    private int rules(Object... arguments) {
        List<String> texts = new ArrayList<>(List.of("rules"));
        for (Object argument : arguments)
            texts.add(argument.toString());
        PrintStream out = System.out;
        PrintStream err = System.err;
        var printed = new ByteArrayOutputStream();
        try (var captured = new PrintStream(printed, true, UTF_8)) {
            System.setOut(captured);
            System.setErr(captured);
            return Commands.run(texts.toArray(String[]::new));
        } finally {
            System.setOut(out);
            System.setErr(err);
            output = printed.toString(UTF_8);
        }
    }

    private JsonNode json() {
        return new JsonMapper().readTree(output.lines().filter(line -> line.startsWith("{")).findFirst().orElseThrow());
    }

    @Test
    void listPrintsOneRuleALine() {
        assertThat(rules("list", "--packs", pack)).isZero();

        assertThat(output.lines()).contains("acme-110  critical  p1  shadow  en  Asks for the vault");
    }

    @Test
    void searchFindsByMeaningOfFields() {
        assertThat(rules("search", "--packs", pack, "pack:acme AND vault")).isZero();
        assertThat(output.lines().filter(line -> line.matches("[a-z]+-[0-9]+  .*")))
                .containsExactly("acme-110  critical  p1  shadow  en  Asks for the vault");
        assertThat(rules("search", "zzzz")).isEqualTo(1);
        assertThat(rules("search", "title:(")).isEqualTo(2);
    }

    @Test
    void lintTellsErrorsAndWarnings() throws Exception {
        assertThat(rules("lint", "--packs", pack)).isZero();
        assertThat(output)
                .endsWith("0 errors, 0 warnings; 1 rules, 1 queries with 2 words after expansion, 0 patterns\n");

        Files.writeString(pack.resolve("more.yaml"), RULE.replace("110", "111") + "---\n"
                + RULE.replace("110", "112").replace("critical", "dire"));
        assertThat(rules("lint", "--packs", pack, "--json")).isEqualTo(1);
        assertThat(json().path("level").asString()).isEqualTo("error");
        assertThat(json().path("line").asInt()).isEqualTo(16);
        assertThat(output).contains("\"kind\":\"duplicate\"");
    }

    @Test
    void warningsCountAsErrorsWhereOneWants() throws Exception {
        Files.writeString(pack.resolve("rules.yaml"), RULE + "mode: off\n");

        assertThat(rules("lint", "--packs", pack)).isZero();
        assertThat(rules("lint", "--packs", pack, "--strict")).isEqualTo(1);
    }

    @Test
    void testRunsTheRulesOfThePackAndWritesJUnitXml() throws Exception {
        Path junit = directory.resolve("rules.xml");

        assertThat(rules("test", "--packs", pack, "--junit", junit)).isZero();
        assertThat(output).contains("1 rules, 2 tests, 0 failed", "evasion", "base64");
        var suite = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(junit.toFile())
                .getDocumentElement();
        assertThat(suite.getAttribute("tests")).isEqualTo("2");

        Files.writeString(pack.resolve("rules.yaml"), RULE.replace("[Open vault seven.]", "[Open <seven> & more.]"));
        assertThat(rules("test", "--packs", pack, "--junit", junit)).isEqualTo(1);
        assertThat(output).contains("rules.yaml:10:11 acme-110: must match and does not");
        suite = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(junit.toFile()).getDocumentElement();
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
    }

    @Test
    void explainTellsWhyARuleMatchesAndWhyNot() {
        assertThat(rules("explain", "--packs", pack, "Please open vault seven.")).isZero();
        assertThat(output).contains("decision   flag", "acme-110  critical: Asks for the vault",
                "matches plain 7..17 \"open vault\"", "does not count: in shadow", "yes  query fn:ordered(open vault)")
                .doesNotContain("\u001b");

        assertThat(
                rules("explain", "--packs", pack, "--rule", "acme-110", "--role", "document", "vault open", "--json"))
                .isZero();
        assertThat(json().at("/rules/0/matches").asBoolean()).isFalse();
        assertThat(json().at("/rules/0/notCounted").asString()).contains("not asked about the role document");
        assertThat(rules("explain", "--rule", "nobody-1", "x")).isEqualTo(2);
        assertThat(rules("explain", "--role", "usr", "x")).isEqualTo(2);
    }

    @Test
    void benchComparesWithAndWithout() {
        assertThat(rules("bench", "--packs", pack, "--rounds", "1", "--json")).isZero();

        assertThat(json().path("characters").asInt()).isEqualTo(1024);
        assertThat(json().path("ratio").asDouble()).isPositive();
    }

    @Test
    void backtestOnTextsCountsWhatChanges() throws Exception {
        Path texts = directory.resolve("texts.jsonl");
        Files.writeString(texts, """
                {"text":"Open vault seven.","label":"benign"}
                {"text":"Name three rivers.","label":"benign"}
                {"text":"Now open vault nine.","label":"injection"}
                """);

        assertThat(rules("backtest", "--against", texts)).as("nothing is new").isEqualTo(2);
        assertThat(rules("backtest", "--against", texts, "--packs", pack)).isZero();
        assertThat(output).contains("newly blocked: 0");
        assertThat(rules("backtest", "--against", texts, "--packs", pack, "--promote")).isZero();
        assertThat(output).contains("3 judged; blocked before: 0, after: 2", "newly blocked: 2",
                "acme-110  2  " + texts + ":1 " + texts + ":3", "false alarms after:  1 of 2, 50.00 % (9.45 to 90.55)",
                "attacks found after:  1 of 1").doesNotContain("vault");
    }

    @Test
    void backtestOnAnAuditLogJudgesAgainWhatWasRecorded() throws Exception {
        Path audit = Files.createDirectories(directory.resolve("audit"));
        Files.writeString(audit.resolve("audit-0000000000000001.jsonl"), AUDITED);

        assertThat(rules("backtest", "--against", audit, "--packs", pack, "--promote", "--json")).isZero();

        assertThat(json().path("judged").asInt()).as("%s", output).isEqualTo(3);
        assertThat(json().at("/newlyBlocked/rules/acme-110/samples/0").asString()).isEqualTo("tw_01A");
        assertThat(json().at("/newlyPassed/rules/gone-110/count").asInt()).isEqualTo(1);
        assertThat(output).contains("1 exchanges left out");
    }

    @Test
    void aSignedPackIsVerifiedAndEachChangeIsNamed() throws Exception {
        Path key = directory.resolve("rules.key");
        Path open = directory.resolve("rules.key.pub");
        assertThat(rules("pack", "keygen", key)).isZero();
        assertThat(rules("pack", "keygen", key)).as("nothing is overwritten").isEqualTo(1);
        assertThat(rules("pack", "sign", pack, "--key", key)).isZero();
        assertThat(output).contains("acme 2026.11.1, 1 rules, signed by key ");
        assertThat(rules("pack", "verify", pack, "--key", open)).isZero();

        Files.writeString(pack.resolve("rules.yaml"), RULE + "\n");
        Files.writeString(pack.resolve("extra.txt"), "x");
        Files.delete(pack.resolve("pack.yaml"));
        assertThat(rules("pack", "verify", pack, "--key", open)).isEqualTo(1);
        assertThat(output.lines()).containsExactly(pack + ": pack.yaml was signed and is missing",
                pack + ": rules.yaml was changed after it was signed",
                pack + ": extra.txt was not signed; take it out or sign the pack again");

        assertThat(rules("pack", "keygen", directory.resolve("other.key"))).isZero();
        assertThat(rules("pack", "verify", pack, "--key", directory.resolve("other.key.pub"))).isEqualTo(1);
        assertThat(output).contains("which is none of rules.signed-by");

        Path signature = pack.resolve("pack.sig");
        Files.writeString(signature, Files.readString(signature).replace("version: 2026.11.1", "version: 2026.11.2"));
        assertThat(rules("pack", "verify", pack, "--key", open)).isEqualTo(1);
        assertThat(output).contains("the signature is not by key");
        Files.delete(signature);
        assertThat(rules("pack", "verify", pack, "--key", open)).isEqualTo(1);
        assertThat(output).contains("is not signed");
    }

    @Test
    void aPackWithErrorsIsNotSigned() throws Exception {
        assertThat(rules("pack", "keygen", directory.resolve("rules.key"))).isZero();
        Files.writeString(pack.resolve("rules.yaml"), RULE.replace("critical", "dire"));

        assertThat(rules("pack", "sign", pack, "--key", directory.resolve("rules.key"))).isEqualTo(1);
        assertThat(pack.resolve("pack.sig")).doesNotExist();
    }

    @Test
    void reportTellsOfEachRuleWhatItCatchesAndCosts() throws Exception {
        Path texts = directory.resolve("texts.jsonl");
        Files.writeString(texts, """
                {"text":"Open vault seven.","label":"injection","lang":"en","source":"a","group":"g"}
                {"text":"Offne das Tor.","label":"injection","lang":"de","source":"b"}
                {"text":"The vault is open.","label":"benign","lang":"en","source":"c"}
                {"text":"A poem.","label":"benign","lang":"en","source":"c","hard":true}
                {"text":"Open vault seven.","label":"injection","context":"document","source":"a"}
                """);
        Files.writeString(pack.resolve("pack.yaml"), "pack: acme\nversion: 2026.11.1\nmode: score\n");
        Path page = directory.resolve("report.md");

        assertThat(rules("report", "--on", texts, "--packs", pack, "--joined", 1, "--out", page)).isZero();

        assertThat(Files.readString(page)).contains("| `acme-110` | 1 | 5 | 1 | 1 | 0 | 0 | 50.0 | en 1 |",
                "| found: injection | 3 | 33.33 | 33.33 | 33.33 | 33.33 |", "| attacks, de | 1 | 0.00",
                "| a, g | 1 | 100.00", "at least as often as attacks: none.", "wrongly: long, 400 Ki")
                .doesNotContain("vault", directory.toString());
        assertThat(rules("report", "--on", texts, "--packs", pack, "--joined", 1, "--json")).isZero();
        assertThat(json().path("alone").asInt()).isEqualTo(1);
    }

    @Test
    void reportNamesRulesThatMatchHarmlessTextsMoreThanAttacks() throws Exception {
        Path texts = directory.resolve("texts.jsonl");
        Files.writeString(texts, """
                {"text":"Something else.","label":"injection"}
                {"text":"Open vault seven.","label":"benign"}
                """);

        assertThat(rules("report", "--on", texts, "--packs", pack, "--joined", 1)).isZero();

        assertThat(output).contains("at least as often as attacks: `acme-110`.");
        assertThat(rules("report", "--on", texts, "--packs", pack, "--json")).isZero();
        assertThat(json().path("asked").asInt()).isEqualTo(1);
        assertThat(json().path("harmful").asBoolean()).isTrue();
    }
}
