package io.tokenward.proxy.deploy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/**
 * Renders the few constructs that the chart's templates use: values, {@code default}, {@code toYaml}, {@code nindent},
 * {@code sha256sum}. Anything else throws, so that a template cannot use what is not rendered as Helm would.
 */
final class ChartTemplate {
    private static final Pattern ACTION = Pattern.compile("(\\s*)\\{\\{(-?) ([^}]+) }}");
    private static final Dump YAML = new Dump(
            DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setWidth(1000).build());

    private ChartTemplate() {}

    static String render(String template, Map<String, Object> context) {
        return ACTION.matcher(template)
                .replaceAll(found -> java.util.regex.Matcher.quoteReplacement(action(found, context)));
    }

    private static String action(MatchResult action, Map<String, Object> context) {
        String before = action.group(2).equals("-") ? "" : action.group(1);
        String[] steps = action.group(3).strip().split(" \\| ", -1);
        Object value = "";
        for (int i = 0; i < steps.length; i++)
            value = i == 0 ? first(steps[i], context) : next(steps[i], value, context);
        return before + value;
    }

    private static Object first(String step, Map<String, Object> context) {
        return step.startsWith("toYaml ")
                ? YAML.dumpToString(value(step.substring("toYaml ".length()), context)).stripTrailing()
                : value(step, context);
    }

    private static Object next(String step, Object before, Map<String, Object> context) {
        String[] words = step.split(" ", -1);
        return switch (words[0]) {
            case "nindent" -> "\n" + before.toString().indent(Integer.parseInt(words[1])).stripTrailing();
            case "default" -> before.toString().isEmpty() ? value(words[1], context) : before;
            case "sha256sum" -> sha256(before.toString());
            default -> throw new IllegalArgumentException("a function that is not rendered: " + step);
        };
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Object value(String path, Map<String, Object> context) {
        if (!path.startsWith(".")) throw new IllegalArgumentException("no value: " + path);
        @Nullable
        Object at = context;
        for (String name : path.substring(1).split("\\.", -1))
            at = at instanceof Map<?, ?> map ? map.get(name) : null;
        if (at == null) throw new IllegalArgumentException("values.yaml has no " + path);
        return at;
    }
}
