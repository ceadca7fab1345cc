package io.tokenward.proxy.audit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import io.tokenward.proxy.problem.Problem;

/** Exchanges as tests need them. */
final class Records {
    private Records() {}

    static ExchangeRecord of(String id) {
        return of(id, Problem.PROMPT_BLOCKED);
    }

    static ExchangeRecord of(String id, Problem problem) {
        return of(id, problem, "scripted-1");
    }

    static ExchangeRecord of(String id, Problem problem, String model) {
        return new ExchangeRecord(id, Instant.parse("2026-11-23T10:00:00Z"), "k7Qm2xR9aLpe", "acme", "/", "openai chat",
                model, "default", "9f2c", "block", Optional.of(problem), 0.93, "screened",
                List.of(new ExchangeRecord.Place("injection-110", "/messages/1/content", "plain", 7, 39)), 400,
                new ExchangeRecord.Tokens(812, 0, 0, 812), 0, new ExchangeRecord.Times(41, 84, 0, 390));
    }

    /** With odd texts wherever a caller can put one. */
    static ExchangeRecord random(Random random) {
        return new ExchangeRecord("tw_" + random.nextInt(1 << 30), Instant.ofEpochMilli(1_700_000_000_000L
                + random.nextInt(1 << 30)), odd(random), odd(random), odd(random), odd(random), odd(random),
                odd(random),
                odd(random), odd(random), Optional.empty(), random.nextDouble(), odd(random),
                List.of(new ExchangeRecord.Place(odd(random), "/" + odd(random), odd(random), random.nextInt(99),
                        random.nextInt(99))),
                random.nextInt(600), new ExchangeRecord.Tokens(random.nextInt(), random.nextInt(), 0, 0),
                random.nextLong(), new ExchangeRecord.Times(1, 2, 3, random.nextInt(1 << 20)));
    }

    private static String odd(Random random) {
        String[] pieces = {"a", "\"", "\\", "\n", "\r\n", "\u0000", "é", "漢", "😀", "\ud83d", "\u2028",
                "\",\"hash\":\"", "{", " "};
        var text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--)
            text.append(pieces[random.nextInt(pieces.length)]);
        return text.toString();
    }
}
