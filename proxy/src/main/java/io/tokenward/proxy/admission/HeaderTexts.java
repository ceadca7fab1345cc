package io.tokenward.proxy.admission;

import io.tokenward.detectors.Passage;
import io.tokenward.detectors.Role;
import io.tokenward.proxy.dialect.ModelCall;
import io.tokenward.proxy.dialect.Replacement;
import java.util.ArrayList;
import java.util.List;

/** Header fields as the last passages of a prompt, and what redaction makes of them. */
final class HeaderTexts {
    private HeaderTexts() {}

    /** The call with these fields to be screened beside its body. */
    static ModelCall beside(ModelCall call, List<HeaderField> fields) {
        return call.withFields(fields.stream()
                .map(field -> new Passage(field.value(), Role.HEADER, "/" + field.name()))
                .toList());
    }

    /** Where one of these passages stands, in words for the caller. */
    static String place(Passage passage) {
        String name = passage.pointer().substring(1);
        return name.equals(HeaderField.TARGET) ? "query" : "header field " + name;
    }

    /** The replacements in the body. */
    static List<Replacement> inBody(ModelCall call, List<Replacement> replacements) {
        return replacements.stream().filter(each -> each.passage() < call.bodyPassages()).toList();
    }

    /** The fields after their replacements, which are ordered by place. */
    static List<HeaderField> rewritten(ModelCall call, List<HeaderField> fields, List<Replacement> replacements) {
        List<HeaderField> rewritten = new ArrayList<>(fields);
        for (Replacement each : replacements.reversed()) {
            int index = each.passage() - call.bodyPassages();
            if (index < 0) continue;
            HeaderField field = rewritten.get(index);
            String value = new StringBuilder(field.value())
                    .replace(each.span().start(), each.span().end(), each.text())
                    .toString();
            rewritten.set(index, new HeaderField(field.name(), value));
        }
        return rewritten;
    }

    /** Whether the request line would change: where a request goes is never rewritten. */
    static boolean changesTarget(List<HeaderField> before, List<HeaderField> after) {
        for (int i = 0; i < before.size(); i++) {
            HeaderField field = before.get(i);
            if (field.name().equals(HeaderField.TARGET) && !field.equals(after.get(i))) return true;
        }
        return false;
    }
}
