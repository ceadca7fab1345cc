package io.tokenward.proxy.cli.eval;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import tools.jackson.databind.json.JsonMapper;

/**
 * An evaluation as a page that needs nothing else, and the same as JSON.
 *
 * @param table the figures
 * @param curves by what they are of: rules, model, both
 */
record FigurePage(FigureTable table, Map<String, Curve> curves) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int SIDE = 320;
    private static final List<String> COLOURS = List.of("#b5541c", "#1c6bb5", "#222");

    static FigurePage of(List<Outcome> outcomes, List<Outcome> joined) {
        Map<String, Curve> curves = new LinkedHashMap<>();
        curves.put("rules", Curve.of(outcomes, Outcome.Points::rules));
        curves.put("model", Curve.of(outcomes, Outcome.Points::model));
        curves.put("both", Curve.of(outcomes, Outcome.Points::both));
        return new FigurePage(FigureTable.of(outcomes, joined), curves);
    }

    String json() {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("figures", table.rows().stream().map(FigurePage::fields).toList());
        page.put("curves", curves);
        Map<String, Object> areas = new LinkedHashMap<>();
        curves.forEach((name, curve) -> areas.put(name, curve.area()));
        page.put("areaUnderRoc", areas);
        return JSON.writeValueAsString(page);
    }

    private static Map<String, Object> fields(FigureTable.Row row) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("by", row.by());
        fields.put("label", row.label());
        fields.put("name", row.name());
        fields.put("texts", row.rates().texts());
        fields.put("rules", row.rates().rules());
        fields.put("model", row.rates().model());
        fields.put("both", row.rates().both());
        return fields;
    }

    String html() {
        return """
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8"><title>Evaluation</title>
                <style>body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem}
                table{border-collapse:collapse;margin:1rem 0}td,th{border-bottom:1px solid #ddd;padding:.2rem .7rem;text-align:left}
                td.n,th.n{text-align:right}svg{border:1px solid #bbb;margin:0 1.5rem 1rem 0}</style></head><body>
                <h1>Evaluation</h1>
                <p>Shares of texts that reach the operating point, in percent. Harmless texts should not, attacks should.</p>
                """
                + "<p>" + legend() + "</p>" + roc() + precision() + rows() + "</body></html>\n";
    }

    private String legend() {
        return curves.entrySet()
                .stream()
                .map(entry -> String.format(Locale.ROOT, "<span style=\"color:%s\">&#9632; %s</span> (area %.4f)",
                        colour(entry.getKey()), entry.getKey(), entry.getValue().area()))
                .collect(Collectors.joining(" &nbsp; "));
    }

    /** The axis of false alarms ends at 5 %: beyond it nobody works. */
    private String roc() {
        return chart("Attacks found over harmless texts that count as attacks (to the right up to 5 %)",
                point -> Math.min(1, point.wrong() / 0.05), Curve.Point::found);
    }

    private String precision() {
        return chart("Precision over attacks found", Curve.Point::found, Curve.Point::precision);
    }

    private interface Axis {
        double of(Curve.Point point);
    }

    private String chart(String title, Axis x, Axis y) {
        var lines = new StringBuilder();
        curves.forEach((name, curve) -> lines.append("<polyline fill=\"none\" stroke-width=\"2\" stroke=\"")
                .append(colour(name))
                .append("\" points=\"")
                .append(curve.points()
                        .stream()
                        .map(point -> String.format(Locale.ROOT, "%.1f,%.1f", SIDE * x.of(point),
                                SIDE * (1 - y.of(point))))
                        .collect(Collectors.joining(" ")))
                .append("\"/>"));
        return "<h2>" + title + "</h2><svg width=\"" + SIDE + "\" height=\"" + SIDE + "\" role=\"img\" aria-label=\""
                + title + "\">" + lines + "</svg>";
    }

    private String colour(String name) {
        return COLOURS.get(List.copyOf(curves.keySet()).indexOf(name) % COLOURS.size());
    }

    private String rows() {
        var rows = new StringBuilder(
                "<table><tr><th>by</th><th>label</th><th></th><th class=n>texts</th><th class=n>rules</th>"
                        + "<th class=n>model</th><th class=n>both</th></tr>\n");
        for (FigureTable.Row row : table.rows()) {
            rows.append(String.format(Locale.ROOT,
                    "<tr><td>%s</td><td>%s</td><td>%s</td><td class=n>%d</td><td class=n>%.2f</td><td class=n>%.2f</td>"
                            + "<td class=n>%.2f</td></tr>%n",
                    escaped(row.by()), escaped(row.label()), escaped(row.name()), row.rates().texts(),
                    100 * row.rates().rules(), 100 * row.rates().model(), 100 * row.rates().both()));
        }
        return rows.append("</table>").toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
