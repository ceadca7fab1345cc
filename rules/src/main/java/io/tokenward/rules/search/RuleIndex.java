package io.tokenward.rules.search;

import io.tokenward.detectors.Role;
import io.tokenward.rules.Pack;
import io.tokenward.rules.Rule;
import io.tokenward.rules.match.RuleAnalyzer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.core.KeywordAnalyzer;
import org.apache.lucene.analysis.miscellaneous.PerFieldAnalyzerWrapper;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.queryparser.flexible.core.QueryNodeException;
import org.apache.lucene.queryparser.flexible.standard.StandardQueryParser;
import org.apache.lucene.queryparser.flexible.standard.config.StandardQueryConfigHandler.Operator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.ByteBuffersDirectory;

/**
 * Finds rules by a query in Lucene's syntax. Whole values: {@code id pack category severity mode paranoia language role tag}.
 * Words: {@code title advice condition tests}, and {@code text}, which is all of these and is asked where no field is named.
 * In memory; not thread-safe.
 */
public final class RuleIndex implements AutoCloseable {
    private static final String TEXT = "text";
    private static final List<String> WHOLE = List.of("id", "pack", "category", "severity", "mode", "paranoia",
            "language", "role", "tag");

    private final List<Rule> rules = new ArrayList<>();
    private final ByteBuffersDirectory directory = new ByteBuffersDirectory();
    private final Analyzer analyzer = analyzer();
    private final DirectoryReader reader;

    /** An index of all rules of these packs. */
    public RuleIndex(List<Pack> packs) {
        try {
            try (var writer = new IndexWriter(directory, new IndexWriterConfig(analyzer))) {
                for (Pack pack : packs) {
                    for (Rule rule : pack.rules()) {
                        writer.addDocument(document(pack, rule));
                        rules.add(rule);
                    }
                }
            }
            reader = DirectoryReader.open(directory);
        } catch (IOException impossible) {
            throw new UncheckedIOException("an index in memory", impossible);
        }
    }

    /**
     * The rules that fit, best first.
     *
     * @throws IllegalArgumentException where it is no query; the message says why
     */
    public List<Rule> find(String query) {
        var parser = new StandardQueryParser(analyzer);
        parser.setDefaultOperator(Operator.AND);
        try {
            var searcher = new IndexSearcher(reader);
            List<Rule> found = new ArrayList<>();
            for (ScoreDoc hit : searcher.search(parser.parse(query, TEXT), Math.max(1, rules.size())).scoreDocs)
                found.add(rules.get(hit.doc));
            return found;
        } catch (QueryNodeException broken) {
            throw new IllegalArgumentException(
                    "not a query: " + String.valueOf(broken.getMessage()).lines().findFirst().orElse(""), broken);
        } catch (IOException impossible) {
            throw new UncheckedIOException("an index in memory", impossible);
        }
    }

    private static Document document(Pack pack, Rule rule) {
        var document = new Document();
        whole(document, "id", rule.id());
        whole(document, "pack", pack.name());
        whole(document, "category", rule.category().word());
        whole(document, "severity", rule.severity().word());
        whole(document, "mode", rule.mode().word());
        whole(document, "paranoia", Integer.toString(rule.paranoia()));
        rule.languages().forEach(language -> whole(document, "language", language));
        rule.roles().stream().map(Role::word).forEach(role -> whole(document, "role", role));
        rule.tags().forEach(tag -> whole(document, "tag", tag));
        // One value for each field: offsets of the analyzer begin anew with each value.
        Map<String, String> words = new TreeMap<>();
        words.put("title", rule.title());
        words.put("advice", rule.advice() + "\n" + rule.falseAlarms());
        words.put("condition", ConditionText.of(rule.when()));
        words.put("tests",
                rule.tests().stream().map(test -> test.passage().text()).collect(Collectors.joining("\n")));
        words.put(TEXT, rule.id() + "\n" + String.join("\n", rule.tags()) + "\n" + String.join("\n", words.values()));
        words.forEach((field, value) -> document.add(new TextField(field, value, Field.Store.NO)));
        return document;
    }

    private static void whole(Document document, String field, String value) {
        document.add(new StringField(field, value, Field.Store.NO));
    }

    private static Analyzer analyzer() {
        Map<String, Analyzer> whole = new TreeMap<>();
        WHOLE.forEach(field -> whole.put(field, new KeywordAnalyzer()));
        return new PerFieldAnalyzerWrapper(new RuleAnalyzer(), whole);
    }

    @Override
    public void close() {
        try {
            reader.close();
            directory.close();
        } catch (IOException impossible) {
            throw new UncheckedIOException("an index in memory", impossible);
        }
    }
}
