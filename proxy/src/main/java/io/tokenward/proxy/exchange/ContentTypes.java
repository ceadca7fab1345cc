package io.tokenward.proxy.exchange;

import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which content types a JSON route takes: none, {@code application/json} or {@code …+json}, in UTF-8; and those of forms. */
final class ContentTypes {
    // Without the blanks and signs that RFC 2046 allows only in quotes, and that readers treat in different ways.
    private static final Pattern FORM = Pattern
            .compile(
                    "(?i:multipart/form-data); ?(?i:boundary)=(?:\"([A-Za-z0-9'+_.-]{1,70})\"|([A-Za-z0-9'+_.-]{1,70}))");

    private ContentTypes() {}

    static boolean json(List<String> values) {
        if (values.isEmpty()) return true;
        if (values.size() > 1) return false;
        String[] parts = values.getFirst().toLowerCase(Locale.ROOT).split(";", -1);
        String type = parts[0].strip();
        if (!type.equals("application/json") && !(type.startsWith("application/") && type.endsWith("+json")))
            return false;
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            if (parameter.startsWith("charset")
                    && !parameter.replace("\"", "").replace(" ", "").equals("charset=utf-8"))
                return false;
        }
        return true;
    }

    /** The boundary of {@code multipart/form-data; boundary=…}, the one parameter that it may have. */
    static String boundary(List<String> values) throws Denied {
        Matcher form = FORM.matcher(values.size() == 1 ? values.getFirst().strip() : "");
        if (!form.matches())
            throw Problem.CONTENT_TYPE.denied("Send the body as multipart/form-data with one plain boundary.");
        return form.group(1) == null ? form.group(2) : form.group(1);
    }
}
