package io.tokenward.proxy.exchange;

import io.tokenward.detectors.Finding;
import io.tokenward.detectors.Passage;
import io.tokenward.proxy.admission.Judged;
import io.tokenward.proxy.admission.Ticket;
import io.tokenward.proxy.audit.ExchangeRecord;
import io.tokenward.proxy.dialect.ModelCall;
import io.tokenward.proxy.dialect.Usage;
import io.tokenward.proxy.limit.Consumption;
import io.tokenward.proxy.limit.Reservation;
import io.tokenward.proxy.problem.Fault;
import io.tokenward.rules.Assessment;
import io.tokenward.rules.Mode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** FINISH: settles or releases what was reserved, gives the permit back, tells the log. Called exactly once per exchange. */
final class Ending {
    /** More findings of one exchange are not recorded. */
    static final int MOST_PLACES = 100;

    private static final Consumption NOTHING = Consumption.tokens(0);

    private Ending() {}

    static void of(Exchange exchange, ExchangeServices services) {
        Consumption used = charge(exchange);
        settle(exchange, used);
        learn(exchange, services);
        Ticket ticket = exchange.ticket;
        if (ticket != null) ticket.permit().release();
        if (exchange.collector != null) exchange.collector.release();
        if (exchange.bodyTimer != null) exchange.bodyTimer.cancel(false);
        services.log().ended(record(exchange, used.tokens()));
        services.activity().ended(exchange);
    }

    /** What the caller owes: the reported usage with what went by since, or else what was sent and relayed; nothing where nothing was answered. */
    private static Consumption charge(Exchange exchange) {
        if (exchange.admitted == null || exchange.meter == null || exchange.judged == null) {
            return Consumption.tokens(abandoned(exchange));
        }
        Optional<Usage> reported = exchange.meter.usage();
        Optional<ModelCall> call = exchange.judged.call();
        long images = exchange.upstreamStatus < 300 ? call.map(ModelCall::images).orElse(0L) : 0;
        if (reported.isPresent()) return told(reported.get(), exchange.meter.unreportedTokens(), images);
        if (exchange.upstreamStatus >= 300 || !exchange.judged.ticket().match().operation().billed()) return NOTHING;
        return new Consumption(call.map(ModelCall::inputTokens).orElse(0L), 0, exchange.meter.relayedTokens(), 0,
                images, 0);
    }

    private static Consumption told(Usage usage, long since, long images) {
        return new Consumption(usage.inputTokens() - usage.cachedTokens(), usage.cachedTokens(),
                usage.outputTokens() - usage.reasoningTokens() + since, usage.reasoningTokens(), images,
                usage.seconds());
    }

    /** Answers that came to their end tell how long the next may be; those that were cut off do not. */
    private static void learn(Exchange exchange, ExchangeServices services) {
        if (exchange.meter == null || exchange.judged == null || exchange.problem != null || exchange.left) return;
        if (exchange.upstreamStatus != 200 || exchange.judged.call().isEmpty()) return;
        long output = exchange.meter.usage().map(Usage::outputTokens).orElseGet(exchange.meter::relayedTokens);
        services.admission().answered(exchange.judged.ticket(), exchange.judged.call().get().model(), output);
    }

    /** The caller left after the request was sent and before the answer began: the model has read the prompt. */
    private static long abandoned(Exchange exchange) {
        boolean left = exchange.problem == null && exchange.upstreamCall != null && exchange.upstreamCall.sent();
        if (!left || exchange.judged == null || !exchange.judged.ticket().match().operation().billed()) return 0;
        return exchange.judged.call().map(ModelCall::inputTokens).orElse(0L);
    }

    private static void settle(Exchange exchange, Consumption used) {
        if (exchange.admitted == null) return;
        Optional<Reservation> reservation = exchange.admitted.reservation();
        if (reservation.isEmpty()) return;
        if (!used.equals(NOTHING)) {
            reservation.get().settle(used);
        } else {
            reservation.get().release();
        }
    }

    private static ExchangeRecord record(Exchange exchange, long used) {
        Ticket ticket = exchange.ticket;
        Judged judged = exchange.judged;
        long estimated = exchange.call.map(ModelCall::inputTokens).orElse(0L);
        long reserved = exchange.admitted == null
                ? 0
                : exchange.admitted.reservation().map(Reservation::tokens).orElse(0L);
        boolean refused = exchange.problem != null && exchange.problem.fault() != Fault.UPSTREAM
                && exchange.upstreamBytes == 0;
        return new ExchangeRecord(exchange.id, exchange.time, ticket == null ? "" : ticket.caller().keyId(),
                ticket == null ? "" : ticket.caller().tenant(),
                exchange.match == null ? "" : exchange.match.route().base(),
                exchange.match == null ? "" : exchange.match.dialect().name() + " " + exchange.match.operation().name(),
                exchange.call.map(ModelCall::model).orElse(""), ticket == null ? "" : ticket.policy().name(),
                judged == null ? exchange.engine : judged.engine(),
                exchange.assessment.map(a -> a.decision().name().toLowerCase(Locale.ROOT)).orElse("allow"),
                Optional.ofNullable(exchange.problem), exchange.assessment.map(Assessment::injectionScore).orElse(0.0),
                coverage(exchange), places(exchange), exchange.status,
                new ExchangeRecord.Tokens(estimated, reserved, used, refused ? estimated : 0), exchange.upstreamBytes,
                new ExchangeRecord.Times(exchange.headMicros, exchange.screenMicros, exchange.firstByteMicros,
                        (System.nanoTime() - exchange.startNanos) / 1000),
                exchange.comparison.map(other -> new ExchangeRecord.Comparison(other.policy(),
                        other.decision().word())),
                exchange.limit, exchange.upstreamCall == null ? "" : exchange.upstreamCall.endpoint());
    }

    private static String coverage(Exchange exchange) {
        if (exchange.judged != null) {
            String own = exchange.judged.coverage();
            return own.startsWith("partly") || exchange.answerCoverage.isEmpty() ? own : exchange.answerCoverage;
        }
        return exchange.assessment.isPresent() ? "screened" : "refused";
    }

    private static boolean shadow(Exchange exchange, Finding finding) {
        return exchange.ticket != null && exchange.ticket.rules()
                .rule(finding.rule())
                .filter(rule -> rule.mode() == Mode.SHADOW)
                .isPresent();
    }

    private static List<ExchangeRecord.Place> places(Exchange exchange) {
        return exchange.places != null ? exchange.places : places(exchange, exchange.call, exchange.assessment);
    }

    /** Where something was found in a call. */
    static List<ExchangeRecord.Place> places(Exchange exchange, Optional<ModelCall> call,
            Optional<Assessment> assessment) {
        if (assessment.isEmpty() || assessment.get().findings().isEmpty()) return List.of();
        List<Passage> passages = call.map(found -> found.prompt().passages()).orElse(List.of());
        return assessment.get().findings().stream().limit(MOST_PLACES).map(found -> {
            Finding finding = found.finding();
            String pointer = found.passage() < passages.size() ? passages.get(found.passage()).pointer() : "";
            return new ExchangeRecord.Place(finding.rule(), pointer, finding.view(), finding.span().start(),
                    finding.span().end(), shadow(exchange, finding));
        }).toList();
    }
}
