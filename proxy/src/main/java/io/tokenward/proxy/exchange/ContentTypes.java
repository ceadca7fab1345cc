package io.tokenward.proxy.exchange;

import java.util.List;
import java.util.Locale;

/** Which content types a JSON route takes: none, {@code application/json} or {@code …+json}, in UTF-8. */
final class ContentTypes {
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
}
