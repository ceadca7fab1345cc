package io.tokenward.proxy.dialect;

import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;

import io.tokenward.proxy.problem.SpentRate;

/**
 * How providers tell the rate that refused in header fields, beside {@code retry-after}. What is left is told as 0: it was too
 * little.
 */
enum RateFields {
    /** No fields, as those of Google, AWS and most servers of open models. */
    NONE {
        @Override
        void add(Map<String, String> headers, SpentRate rate, Clock clock) {}
    },
    /** OpenAI, "Rate limits": the reset is a duration such as {@code 1m3s} or {@code 120ms}. */
    OPENAI {
        @Override
        void add(Map<String, String> headers, SpentRate rate, Clock clock) {
            openAi(headers, rate, duration(rate.pause()));
        }
    },
    /** Azure has OpenAI's fields, with whole seconds. */
    AZURE {
        @Override
        void add(Map<String, String> headers, SpentRate rate, Clock clock) {
            openAi(headers, rate, Long.toString(seconds(rate.pause())));
        }
    },
    /** Anthropic, "Rate limits": the reset is a point in time as RFC 3339 writes it. */
    ANTHROPIC {
        @Override
        void add(Map<String, String> headers, SpentRate rate, Clock clock) {
            String of = "anthropic-ratelimit-" + word(rate) + '-';
            headers.put(of + "limit", Long.toString(rate.most()));
            headers.put(of + "remaining", "0");
            headers.put(of + "reset",
                    clock.instant()
                            .truncatedTo(ChronoUnit.SECONDS)
                            .plusSeconds(seconds(rate.pause()) + 1)
                            .toString());
        }
    },
    /** Mistral names the window and tells no reset. */
    MISTRAL {
        @Override
        void add(Map<String, String> headers, SpentRate rate, Clock clock) {
            String of = switch (rate.of()) {
                case REQUESTS -> "req-minute";
                case TOKENS -> "tokens-minute";
            };
            headers.put("x-ratelimit-limit-" + of, Long.toString(rate.most()));
            headers.put("x-ratelimit-remaining-" + of, "0");
        }
    };

    /** Adds the fields of a refusal by that rate. */
    abstract void add(Map<String, String> headers, SpentRate rate, Clock clock);

    private static void openAi(Map<String, String> headers, SpentRate rate, String reset) {
        headers.put("x-ratelimit-limit-" + word(rate), Long.toString(rate.most()));
        headers.put("x-ratelimit-remaining-" + word(rate), "0");
        headers.put("x-ratelimit-reset-" + word(rate), reset);
    }

    private static String word(SpentRate rate) {
        return rate.of().name().toLowerCase(Locale.ROOT);
    }

    private static long seconds(Duration wait) {
        return Math.max(1, (wait.toMillis() + 999) / 1000);
    }

    /** Below a second in milliseconds, else in whole seconds, rounded up. */
    static String duration(Duration wait) {
        long millis = Math.max(1, wait.plusNanos(999_999).toMillis());
        if (millis < 1000) return millis + "ms";
        long seconds = (millis + 999) / 1000;
        return seconds < 60 ? seconds + "s" : seconds / 60 + "m" + seconds % 60 + "s";
    }
}
