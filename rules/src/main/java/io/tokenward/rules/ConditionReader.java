package io.tokenward.rules;

import io.tokenward.rules.match.QueryWords;
import io.tokenward.rules.yaml.Place;
import io.tokenward.rules.yaml.YamlErrors;
import io.tokenward.rules.yaml.YamlNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import org.apache.lucene.queryparser.flexible.core.QueryNodeException;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.automaton.TooComplexToDeterminizeException;

/** Reads the tree under {@code when:}. Queries are in the syntax of Lucene's standard parser, interval functions included. */
final class ConditionReader {
    static final int MAX_DEPTH = 16;
    /** Characters of what Lucene says: it may repeat the whole query. */
    private static final int MAX_REASON = 200;
    private static final Set<String> KINDS = Set.of("query", "pattern", "detector", "all", "any", "not", "at-least");

    private final Expansion words;
    private final QueryReader queries;
    private final Set<String> detectors;
    private final Complaint complaint;

    ConditionReader(Expansion words, QueryReader queries, Set<String> detectors, Complaint complaint) {
        this.words = words;
        this.queries = queries;
        this.detectors = detectors;
        this.complaint = complaint;
    }

    Optional<Condition> read(YamlNode node) {
        return read(node, 0);
    }

    private Optional<Condition> read(YamlNode node, int depth) {
        if (depth > MAX_DEPTH) return wrong(node.place(), "nested deeper than " + MAX_DEPTH);
        if (!(node instanceof YamlNode.Mapping map) || map.entries().size() != 1) {
            return wrong(node.place(), "must be a map with one of query, pattern, detector, all, any, not, at-least");
        }
        String kind = map.entries().keySet().iterator().next();
        YamlNode value = map.get(kind).orElseThrow();
        return switch (kind) {
            case "query" -> text(value).flatMap(text -> query(text, value.place()));
            case "pattern" -> pattern(value);
            case "detector" -> text(value).flatMap(name -> detector(name, value.place()));
            case "all" -> children(value, depth).map(ConditionReader::cheapFirst).map(Condition.All::new);
            case "any" -> children(value, depth).map(Condition.Any::new);
            case "not" -> read(value, depth + 1).map(Condition.Not::new);
            case "at-least" -> atLeast(value, depth);
            default -> wrong(map.place(), "no condition \"" + kind + "\"" + YamlErrors.didYouMean(kind, KINDS));
        };
    }

    private String otherList(String name) {
        String near = YamlErrors.didYouMean(name, words.names());
        return near.isEmpty() ? "; write one under words, or require the pack that has it" : near;
    }

    private Optional<Condition> query(String written, Place place) {
        Optional<String> unknown = words.unknown(written);
        if (unknown.isPresent()) return wrong(place, "no word list $" + unknown.get() + otherList(unknown.get()));
        Optional<String> expanded = words.expand(written);
        if (expanded.isEmpty())
            return wrong(place, "longer than " + Expansion.MAX_LENGTH + " characters with its word lists, or than "
                    + Expansion.MAX_RULE + " with the rule's other queries");
        String tooMuch = LeafLimits.query(expanded.get());
        if (!tooMuch.isEmpty()) return wrong(place, tooMuch);
        try {
            Query query = queries.read(expanded.get());
            // Lucene would throw when the query is run for the first time, in the middle of somebody's exchange.
            int size = QueryWords.count(query);
            if (size > IndexSearcher.getMaxClauseCount()) {
                return wrong(place, "has " + size + " words after expansion, " + IndexSearcher.getMaxClauseCount()
                        + " at most; alternatives of several words are multiplied out: write several queries under any:");
            }
            return Optional.of(new Condition.QueryLeaf(expanded.get(), query, place));
        } catch (TooComplexToDeterminizeException broken) {
            return wrong(place, "a word with wildcards or a regular expression in it is too complex");
        } catch (QueryNodeException | IllegalArgumentException | IndexSearcher.TooManyClauses broken) {
            return wrong(place, "not a query: " + firstLine(broken) + "; see Lucene's standard query syntax");
        }
    }

    private Optional<Condition> pattern(YamlNode value) {
        String anchor = "";
        YamlNode regexNode = value;
        if (value instanceof YamlNode.Mapping map) {
            regexNode = map.get("regex").orElse(value);
            anchor = map.get("anchor").flatMap(this::text).orElse("");
        }
        Optional<String> regex = text(regexNode);
        if (regex.isEmpty()) return Optional.empty();
        String tooMuch = LeafLimits.pattern(regex.get());
        if (!tooMuch.isEmpty()) return wrong(regexNode.place(), tooMuch);
        String forbidden = Anchors.forbidden(regex.get());
        if (!forbidden.isEmpty()) return wrong(regexNode.place(), forbidden + " are not supported in patterns");
        List<Anchor> anchors = anchor.isEmpty()
                ? Anchors.of(regex.get())
                : List.of(new Anchor(Anchors.lower(anchor), Anchors.FAR));
        if (anchors.isEmpty()) {
            return wrong(regexNode.place(), "has no literal that every match contains; write { regex: …, anchor: … }");
        }
        Optional<String> tooShort = anchors.stream()
                .map(Anchor::literal)
                .filter(one -> !AnchorTable.longEnough(one))
                .findFirst();
        if (tooShort.isPresent()) {
            return wrong(regexNode.place(), "the literal \"" + tooShort.get()
                    + "\" is all that some matches share: too short to look for; write alternatives out, or"
                    + " { regex: …, anchor: … }");
        }
        try {
            Pattern pattern = Pattern.compile(regex.get());
            return Optional.of(
                    new Condition.PatternLeaf(pattern, anchors, FirstUnits.of(pattern), regexNode.place()));
        } catch (PatternSyntaxException broken) {
            return wrong(regexNode.place(), "not a regular expression: " + broken.getDescription() + " at character "
                    + (broken.getIndex() + 1));
        }
    }

    private Optional<Condition> detector(String name, Place place) {
        if (!detectors.contains(name))
            return wrong(place, "no detector \"" + name + "\"" + YamlErrors.didYouMean(name, detectors));
        return Optional.of(new Condition.DetectorLeaf(name, place));
    }

    private Optional<Condition> atLeast(YamlNode value, int depth) {
        if (!(value instanceof YamlNode.Mapping map) || map.get("count").isEmpty() || map.get("of").isEmpty()) {
            return wrong(value.place(), "write at-least: { count: 2, of: [ … ] }");
        }
        Optional<String> count = map.get("count").flatMap(this::text).filter(text -> text.matches("[1-9][0-9]?"));
        if (count.isEmpty()) return wrong(value.place(), "count must be a number from 1 to 99");
        return children(map.get("of").orElseThrow(), depth)
                .map(of -> new Condition.AtLeast(Integer.parseInt(count.get()), of));
    }

    /** Where one of all does not hold, the others need no look: queries are answered already, patterns would have to be run. */
    private static List<Condition> cheapFirst(List<Condition> of) {
        return of.stream().sorted(Comparator.comparing(ConditionReader::seeksPatterns)).toList();
    }

    private static boolean seeksPatterns(Condition condition) {
        return switch (condition) {
            case Condition.PatternLeaf _ -> true;
            case Condition.QueryLeaf _,Condition.DetectorLeaf _ -> false;
            case Condition.Not(Condition of) -> seeksPatterns(of);
            case Condition.All(List<Condition> of) -> of.stream().anyMatch(ConditionReader::seeksPatterns);
            case Condition.Any(List<Condition> of) -> of.stream().anyMatch(ConditionReader::seeksPatterns);
            case Condition.AtLeast(int _, List<Condition> of) ->
                of.stream().anyMatch(ConditionReader::seeksPatterns);
        };
    }

    private Optional<List<Condition>> children(YamlNode value, int depth) {
        if (!(value instanceof YamlNode.Sequence sequence) || sequence.items().isEmpty()) {
            return wrong(value.place(), "must be a list with at least one condition");
        }
        List<Condition> children = new ArrayList<>();
        for (YamlNode item : sequence.items())
            read(item, depth + 1).ifPresent(children::add);
        return children.size() == sequence.items().size() ? Optional.of(children) : Optional.empty();
    }

    private Optional<String> text(YamlNode node) {
        return node instanceof YamlNode.Scalar(String text, _, _)
                ? Optional.of(text)
                : wrong(node.place(), "must be text, this is " + node.kind());
    }

    private <T> Optional<T> wrong(Place place, String message) {
        complaint.at(place, message);
        return Optional.empty();
    }

    private static String firstLine(Exception broken) {
        String line = String.valueOf(broken.getMessage()).lines().findFirst().orElse("");
        return line.length() <= MAX_REASON ? line : line.substring(0, MAX_REASON) + "…";
    }
}
