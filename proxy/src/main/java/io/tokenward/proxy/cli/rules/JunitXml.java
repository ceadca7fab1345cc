package io.tokenward.proxy.cli.rules;

import io.tokenward.rules.RuleTest;
import io.tokenward.rules.RuleTests;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tests of rules in the XML that build servers read: a rule is a class, a test a case; evasions that are missed are output. */
final class JunitXml {
    private final StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");

    private JunitXml() {}

    static String of(List<RuleTests.Result> results, List<RuleTests.Evasion> evasions) {
        var written = new JunitXml();
        written.suite(results, evasions);
        return written.xml.toString();
    }

    private void suite(List<RuleTests.Result> results, List<RuleTests.Evasion> evasions) {
        long failures = results.stream().filter(one -> !one.failure().isEmpty()).count();
        long skipped = results.stream().filter(one -> one.test().expect() == RuleTest.Expect.TODO).count();
        xml.append("<testsuite name=\"tokenward rules\" tests=\"")
                .append(results.size())
                .append("\" failures=\"")
                .append(failures)
                .append("\" skipped=\"")
                .append(skipped)
                .append("\">\n");
        results.forEach(this::testCase);
        Map<String, Integer> missed = new LinkedHashMap<>();
        evasions.stream()
                .filter(one -> !one.matched())
                .forEach(one -> missed.merge(one.rule().id() + " " + one.as().word(), 1, Integer::sum));
        if (!missed.isEmpty()) {
            xml.append("  <system-out>");
            missed.forEach((what, count) -> xml.append(escaped("evasions missed: " + what + " " + count + "\n")));
            xml.append("</system-out>\n");
        }
        xml.append("</testsuite>\n");
    }

    private void testCase(RuleTests.Result result) {
        String name = result.test().expect().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-') + " at "
                + result.test().place();
        xml.append("  <testcase classname=\"")
                .append(escaped(result.rule().id()))
                .append("\" name=\"")
                .append(escaped(name))
                .append('"');
        if (result.test().expect() == RuleTest.Expect.TODO) {
            xml.append("><skipped/></testcase>\n");
        } else if (result.failure().isEmpty()) {
            xml.append("/>\n");
        } else {
            xml.append("><failure message=\"").append(escaped(result.failure())).append("\"/></testcase>\n");
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
