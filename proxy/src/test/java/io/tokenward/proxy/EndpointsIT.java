package io.tokenward.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.proxy.audit.ExchangeRecord;
import io.tokenward.proxy.problem.Problem;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several endpoints of one upstream: who is asked, who is left out, and what is never sent twice. */
class EndpointsIT {
    private static final String CHAT = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private Path directory;
    private SwitchedUpstream one;
    private SwitchedUpstream two;

    @BeforeEach
    void start() throws Exception {
        one = new SwitchedUpstream();
        two = new SwitchedUpstream();
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
    }

    private ProxyFixture proxy(String urls, String more) throws Exception {
        return new ProxyFixture(directory, urls, ProxyFixture.CONFIGURATION
                .replace("idle: 3s } }", "idle: 3s }, " + more + " }") + "health: { address: 127.0.0.1:0 }\n");
    }

    private String both() {
        return "[" + one.url() + ", " + two.url() + "]";
    }

    private static double metric(ProxyFixture fixture, String name, String endpoint) throws Exception {
        String scrape = HTTP.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + fixture.proxy.healthPort()
                + "/metrics")).build(), HttpResponse.BodyHandlers.ofString()).body();
        String line = "tokenward_upstream_" + name + "{" + (endpoint.isEmpty() ? "" : "endpoint=\"" + endpoint + "\",")
                + "upstream=\"scripted\"} ";
        return scrape.lines()
                .filter(text -> text.startsWith(line))
                .mapToDouble(text -> Double.parseDouble(text.substring(line.length())))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + line));
    }

    private static int chat(ProxyFixture fixture, String key) throws Exception {
        return fixture.chat(key, CHAT).statusCode();
    }

    @Test
    void callsAreSharedAmongEndpoints() throws Exception {
        try (ProxyFixture fixture = proxy(both(), "ejection: { failures: 5 }")) {
            String key = fixture.knownKey("free");
            int before = one.requests() + two.requests();
            for (int i = 0; i < 20; i++)
                assertThat(chat(fixture, key)).isEqualTo(200);

            assertThat(one.requests() + two.requests()).isEqualTo(before + 20);
            assertThat(one.requests()).isBetween(8, 14);
        }
    }

    @Test
    void whatCouldNotBeSentGoesToTheNextEndpointAndTheDeadOneIsLeftOut() throws Exception {
        String dead;
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            dead = "127.0.0.1:" + taken.getLocalPort();
        }
        try (ProxyFixture fixture = proxy("[http://" + dead + ", " + one.url() + "]",
                "ejection: { failures: 3, first: 10m, longest: 10m }")) {
            String key = fixture.knownKey("free");
            for (int i = 0; i < 12; i++) {
                assertThat(chat(fixture, key)).isEqualTo(200);
                ExchangeRecord record = fixture.record();
                assertThat(record.endpoint()).isEqualTo("scripted " + one.authority());
            }

            assertThat(metric(fixture, "retries_total", "")).isEqualTo(3);
            assertThat(metric(fixture, "endpoint_failures_total", dead)).isEqualTo(3);
            assertThat(metric(fixture, "endpoint_ejections_total", dead)).isEqualTo(1);
            assertThat(metric(fixture, "endpoint_serving", dead)).isZero();
            assertThat(metric(fixture, "endpoint_serving", one.authority())).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 529, SwitchedUpstream.CUT})
    void whatWasSentIsNotSentAgainButCountsAgainstTheEndpoint(int status) throws Exception {
        try (ProxyFixture fixture = proxy(both(), "ejection: { failures: 3, first: 10m, longest: 10m }")) {
            String key = fixture.knownKey("free");
            int before = one.requests() + two.requests();
            one.status = status;
            int failed = 0;
            for (int i = 0; i < 20; i++)
                failed += chat(fixture, key) == 200 ? 0 : 1;

            assertThat(failed).isEqualTo(3);
            assertThat(one.requests() + two.requests()).isEqualTo(before + 20);
            assertThat(metric(fixture, "retries_total", "")).isZero();
            assertThat(metric(fixture, "endpoint_serving", one.authority())).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 429})
    void whatIsTheCallersFaultEjectsNobody(int status) throws Exception {
        try (ProxyFixture fixture = proxy(both(), "ejection: { failures: 1 }")) {
            String key = fixture.knownKey("free");
            one.status = status;
            for (int i = 0; i < 6; i++)
                chat(fixture, key);

            assertThat(metric(fixture, "endpoint_failures_total", one.authority())).isZero();
            assertThat(metric(fixture, "endpoint_serving", one.authority())).isEqualTo(1);
        }
    }

    @Test
    void theLastEndpointStaysInService() throws Exception {
        try (ProxyFixture fixture = proxy(both(), "ejection: { failures: 1, first: 10m, longest: 10m }")) {
            String key = fixture.knownKey("free");
            one.status = 503;
            two.status = 503;
            for (int i = 0; i < 6; i++)
                assertThat(chat(fixture, key)).isEqualTo(503);

            assertThat(metric(fixture, "endpoint_serving", one.authority())
                    + metric(fixture, "endpoint_serving", two.authority())).isEqualTo(1);
        }
    }

    @Test
    void whereAllMayBeLeftOutCallersAreToldAtOnceUntilOneComesBack() throws Exception {
        try (ProxyFixture fixture = proxy(one.url(),
                "ejection: { failures: 2, first: 3s, longest: 3s, most: 100%% }")) {
            String key = fixture.knownKey("free");
            fixture.records.clear();
            one.status = 503;
            assertThat(chat(fixture, key)).isEqualTo(503);
            assertThat(chat(fixture, key)).isEqualTo(503);
            one.status = 200;
            int before = one.requests();
            HttpResponse<String> answer = fixture.chat(key, CHAT);

            assertThat(answer.statusCode()).isEqualTo(502);
            assertThat(answer.body()).contains("upstream_unreachable");
            assertThat(one.requests()).isEqualTo(before);
            fixture.record();
            fixture.record();
            ExchangeRecord record = fixture.record();
            assertThat(record.problem()).contains(Problem.UPSTREAM_UNREACHABLE);
            assertThat(record.endpoint()).isEmpty();
            assertThat(record.upstreamBytes()).isZero();
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> chat(fixture, key) == 200);
        }
    }

    @Test
    void whoFailsItsChecksIsLeftOutUntilItIsWellAgain() throws Exception {
        two.health = 503;
        try (ProxyFixture fixture = proxy(both(),
                "check: { path: /health, every: 20ms, timeout: 2s, healthy: 2, unhealthy: 2 }")) {
            String key = fixture.knownKey("free");
            Awaitility.await().until(() -> metric(fixture, "endpoint_serving", two.authority()) == 0);
            int before = two.requests();
            for (int i = 0; i < 6; i++)
                assertThat(chat(fixture, key)).isEqualTo(200);
            assertThat(two.requests()).isEqualTo(before);

            two.health = 401;
            Awaitility.await().until(() -> metric(fixture, "endpoint_serving", two.authority()) == 1);
            for (int i = 0; i < 6; i++)
                assertThat(chat(fixture, key)).isEqualTo(200);
            assertThat(two.requests()).isGreaterThan(before);
            assertThat(one.checks()).isPositive();
        }
    }
}
