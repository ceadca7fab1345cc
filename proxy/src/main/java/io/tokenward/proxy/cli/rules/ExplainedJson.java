package io.tokenward.proxy.cli.rules;

import io.tokenward.detectors.Finding;
import io.tokenward.detectors.text.TextView;
import io.tokenward.rules.explain.Traced;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.json.JsonMapper;

/** An explanation for programs. */
final class ExplainedJson {
    private static final JsonMapper JSON = new JsonMapper();

    private ExplainedJson() {}

    static String of(Explained explained, List<ExplainedRule> rules) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("decision", explained.assessment().decision().word());
        object.put("policy", explained.policy().name());
        object.put("score", explained.assessment().injectionScore());
        object.put("anomaly", explained.assessment().anomaly());
        object.put("operatingPoint", explained.policy().operatingPoint().score());
        object.put("views", explained.views().stream().map(TextView::name).toList());
        object.put("rules", rules.stream().map(ExplainedJson::rule).toList());
        return JSON.writeValueAsString(object);
    }

    private static Map<String, Object> rule(ExplainedRule rule) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("rule", rule.rule().id());
        object.put("matches", !rule.findings().isEmpty());
        object.put("points", rule.points());
        rule.notCounted().ifPresent(why -> object.put("notCounted", why));
        object.put("findings", rule.findings().stream().map(ExplainedJson::finding).toList());
        object.put("condition", node(rule.trace().tree()));
        return object;
    }

    private static Map<String, Object> finding(Finding finding) {
        return place(finding.view(), finding.span().start(), finding.span().end());
    }

    private static Map<String, Object> node(Traced node) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("kind", node.kind());
        if (!node.written().isEmpty()) object.put("written", node.written());
        object.put("holds", node.holds());
        if (node.of().isEmpty()) {
            object.put("seen", node.seen()
                    .stream()
                    .map(seen -> place(seen.view(), seen.span().start(), seen.span().end()))
                    .toList());
        } else {
            object.put("of", node.of().stream().map(ExplainedJson::node).toList());
        }
        return object;
    }

    private static Map<String, Object> place(String view, int start, int end) {
        Map<String, Object> place = new LinkedHashMap<>();
        place.put("view", view);
        place.put("start", start);
        place.put("end", end);
        return place;
    }
}
