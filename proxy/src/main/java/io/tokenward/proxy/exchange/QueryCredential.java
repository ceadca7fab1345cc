package io.tokenward.proxy.exchange;

import io.tokenward.proxy.admission.RequestHead;
import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import java.util.ArrayList;
import java.util.List;

/** A credential in a parameter of the query, as some clients of Gemini send it. */
final class QueryCredential {
    private QueryCredential() {}

    /** The head with the credential of that parameter, if there is one and no other. */
    static RequestHead in(RequestHead head, String parameter) throws Denied {
        if (parameter.isEmpty() || head.query().isEmpty()) return head;
        String found = "";
        for (String pair : pairs(head.query())) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            // A server decodes names: whatever is written with escapes may be this one.
            if (name.indexOf('%') >= 0) throw Problem.BAD_PATH.denied("Write the names of a query without escapes.");
            if (!name.equals(parameter)) continue;
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            if (value.isEmpty()) continue;
            if (!found.isEmpty()) throw twice();
            found = value;
        }
        if (found.isEmpty()) return head;
        if (!head.credential().isEmpty() && !head.credential().equals(found)) throw twice();
        return new RequestHead(head.method(), head.path(), head.query(), found, head.certified(), head.address(),
                head.fields());
    }

    /** A request target without that parameter. */
    static String without(String target, String parameter) {
        int mark = target.indexOf('?');
        if (parameter.isEmpty() || mark < 0) return target;
        List<String> kept = new ArrayList<>();
        for (String pair : pairs(target.substring(mark)))
            if (!pair.equals(parameter) && !pair.startsWith(parameter + '=')) kept.add(pair);
        return target.substring(0, mark) + (kept.isEmpty() ? "" : '?' + String.join("&", kept));
    }

    private static String[] pairs(String query) {
        return query.substring(1).split("&", -1);
    }

    private static Denied twice() {
        return Problem.BAD_PATH.denied("Two credentials were sent; send one, in one place.");
    }
}
