package io.tokenward.proxy.demo;

import java.net.http.HttpHeaders;
import java.util.function.Predicate;

/**
 * What a client saw.
 *
 * @param question what it asked
 * @param status of the answer
 * @param headers of the answer
 * @param body the whole answer, events and all
 */
record TourSeen(TourQuestion question, int status, HttpHeaders headers, String body) {
    private static final int SHOWN = 150;

    /** An answer of the model, whole. */
    static Predicate<TourSeen> answered() {
        return seen -> seen.status == 200
                && (!seen.question.stream() || seen.question.api().complete(seen.body));
    }

    /** A refusal with that status and code. */
    static Predicate<TourSeen> refused(int status, String code) {
        return seen -> seen.status == status && seen.question.api().code(seen.body).equals(code);
    }

    /** Whether there is a header of that name. */
    boolean has(String header) {
        return headers.firstValue(header).isPresent();
    }

    /** In one line. */
    String shown() {
        if (status == 200 && question.stream()) {
            String last = body.lines().filter(line -> line.startsWith("data:")).reduce("", (_, line) -> line);
            return body.lines().filter(line -> line.startsWith("data:")).count() + " events, the last " + last;
        }
        String text = question.api().text(body);
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
