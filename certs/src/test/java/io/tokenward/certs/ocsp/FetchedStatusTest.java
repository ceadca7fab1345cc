package io.tokenward.certs.ocsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokenward.certs.CertificateProblem;
import io.tokenward.certs.Identity;
import io.tokenward.certs.ManualClock;
import io.tokenward.certs.StapledStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Random;

import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FetchedStatusTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Instant start = Instant.now();
    private final ManualClock clock = new ManualClock(start);
    private TestResponder responder;
    private Identity own;
    private FetchedStatus status;

    @BeforeEach
    void open() throws Exception {
        responder = new TestResponder(start);
        own = responder.identity(responder.url(), start);
        status = status(_ -> InetAddress.getLoopbackAddress());
    }

    private FetchedStatus status(Destinations destinations) {
        var made = new FetchedStatus(destinations, clock, new Random(7));
        made.serve(own);
        return made;
    }

    @AfterEach
    void close() {
        responder.close();
    }

    /** Polls every ten minutes for so long. */
    private void pass(Duration time) {
        Instant end = clock.instant().plus(time);
        while (clock.instant().isBefore(end)) {
            clock.advance(Duration.ofMinutes(10));
            status.poll();
        }
    }

    private boolean stapled() {
        return status.current(own.certificate()).isPresent();
    }

    @Test
    void aGoodAnswerIsSentAlongAndAskedForAnewWhenHalfOfItsTimeIsOver() {
        assertThat(status.poll()).isEmpty();
        assertThat(status.poll()).isEmpty();

        assertThat(status.current(own.certificate()).map(StapledStatus::until)).hasValueSatisfying(
                until -> assertThat(until).isAfter(start.plus(Duration.ofDays(3))));
        assertThat(responder.asked).hasValue(1);
        pass(Duration.ofHours(42));
        assertThat(responder.asked).hasValue(1);
        pass(Duration.ofHours(8));
        assertThat(responder.asked.get()).isGreaterThan(1);
    }

    @Test
    void onceItIsRevokedAnEarlierAnswerThatSaysOtherwiseIsNotSentAnyMore() {
        status.poll();
        assertThat(stapled()).isTrue();
        responder.answers = id -> responder.answer(id, new RevokedStatus(Date.from(start), 1), start,
                start.plus(Duration.ofDays(4)));

        pass(Duration.ofHours(50));

        assertThat(stapled()).isFalse();
        assertThat(status.problem()).hasValueSatisfying(problem -> assertThat(problem).contains("revoked"));
    }

    @Test
    void whileTheResponderIsDownTheLastAnswerServesUntilItRunsOut() {
        status.poll();
        responder.close();

        pass(Duration.ofHours(95));
        assertThat(stapled()).isTrue();
        assertThat(status.problem()).hasValueSatisfying(problem -> assertThat(problem).contains("gives no answer"));
        pass(Duration.ofHours(2));

        assertThat(stapled()).isFalse();
    }

    @Test
    void aResponderThatFailsIsAskedLessAndLess() {
        responder.status = 503;

        pass(Duration.ofDays(1));

        assertThat(responder.asked.get()).isBetween(20, 32);
    }

    @Test
    void theStatusOfOneCertificateIsNotSentAlongWithAnother() throws Exception {
        status.poll();
        Identity next = responder.identity(responder.url(), start);

        assertThat(status.current(next.certificate())).isEmpty();
        status.serve(next);
        status.poll();

        assertThat(status.current(next.certificate())).isPresent();
        assertThat(stapled()).isFalse();
    }

    @Test
    void whatALetSignerSignsIsBelieved() throws Exception {
        KeyPair keys = TestResponder.keys();
        X509CertificateHolder delegate = responder.delegate(keys, start, true);
        responder.answers = id -> responder.answer(id, CertificateStatus.GOOD, start, start.plus(HOUR), keys,
                new X509CertificateHolder[]{delegate});

        assertThat(status.poll()).isEmpty();
        assertThat(stapled()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"revoked", "unknown", "another certificate", "a stranger", "a delegate that may not",
            "run out", "of tomorrow", "without end", "for a year", "an error", "a page", "nothing"})
    void whatIsNotToBeBelievedIsNotSentAlong(String kind) throws Exception {
        KeyPair stranger = TestResponder.keys();
        responder.answers = id -> switch (kind) {
            case "revoked" -> responder.answer(id, new RevokedStatus(Date.from(start), 1), start, start.plus(HOUR));
            case "unknown" -> responder.answer(id, new UnknownStatus(), start, start.plus(HOUR));
            case "another certificate" ->
                responder.answer(responder.other(), CertificateStatus.GOOD, start, start.plus(HOUR));
            case "a stranger" -> responder.answer(id, CertificateStatus.GOOD, start, start.plus(HOUR), stranger,
                    new X509CertificateHolder[0]);
            case "a delegate that may not" -> responder.answer(id, CertificateStatus.GOOD, start, start.plus(HOUR),
                    stranger, new X509CertificateHolder[]{responder.delegate(stranger, start, false)});
            case "run out" -> responder.answer(id, CertificateStatus.GOOD, start.minus(HOUR), start.minusSeconds(1));
            case "of tomorrow" -> responder.answer(id, CertificateStatus.GOOD, start.plus(HOUR), start.plus(HOUR));
            case "without end" -> responder.answer(id, CertificateStatus.GOOD, start, null);
            case "for a year" ->
                responder.answer(id, CertificateStatus.GOOD, start, start.plus(Duration.ofDays(365)));
            case "an error" -> new OCSPRespBuilder().build(OCSPRespBuilder.TRY_LATER, null).getEncoded();
            case "a page" -> "<html>".getBytes(StandardCharsets.US_ASCII);
            default -> new byte[0];
        };

        assertThat(status.poll()).hasValueSatisfying(problem -> assertThat(problem).contains("; "));
        assertThat(responder.asked).hasValue(1);
        assertThat(stapled()).isFalse();
    }

    @Test
    void anAnswerThatIsTooLargeIsNotReadToItsEnd() {
        responder.answers = _ -> new byte[Responder.MOST_BYTES + 1];

        assertThat(status.poll()).hasValueSatisfying(problem -> assertThat(problem).contains("more than 64 KiB"));
    }

    @Test
    void nobodyIsConnectedToWhoMayNotBe() {
        status = status(host -> {
            throw CertificateProblem.of(host + " is this machine", "name another");
        });

        assertThat(status.poll()).hasValueSatisfying(problem -> assertThat(problem).contains("is this machine"));
        assertThat(responder.asked).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://a.test/", "ldap://a.test/", "http://user@a.test/", "http:///", "http://a b/"})
    void aCertificateThatNamesNoPlainResponderHasNoStatus(String url) throws Exception {
        own = responder.identity(url, start);
        status.serve(own);

        assertThat(status.poll()).isPresent();
        assertThat(responder.asked).hasValue(0);
    }

    @Test
    void withoutItsIssuerNoAnswerCouldBeBelieved() {
        status.serve(new Identity(List.of(own.certificate()), own.key()));

        assertThat(status.poll()).hasValueSatisfying(problem -> assertThat(problem).contains("append the issuer"));
        assertThat(responder.asked).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK", "HTTP/1.1 404 Not Found\r\n\r\n", "HTTP/2 200\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "\r\n\r\n"})
    void anAnswerIsAWholeGoodOneOrNone(String answer) {
        assertThatThrownBy(() -> Responder.body(answer.getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(IOException.class);
    }
}
