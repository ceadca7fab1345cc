package io.tokenward.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.proxy.keys.NewKey;
import io.tokenward.proxy.keys.Restrictions;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Users, budgets, bytes and restricted keys, from the configuration to the answer and the record. */
@Timeout(120)
class LevelsIT {
    private static final String BODY = """
            {"model":"scripted-1","max_tokens":16,"user":"%s","messages":[{"role":"user","content":"Name three rivers."}]}""";

    @TempDir
    private Path directory;
    private ProxyFixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture = new ProxyFixture(directory, null, ProxyFixture.CONFIGURATION.replace("  free: {}\n", """
                  free: {}
                  byheader: { users: { from: header X-End-User, quotas: { day: 60 } } }
                  bybody: { users: { rates: { requests: 2/h } } }
                  priced: { currency: CNY, prices: { "*": 500000 }, budget: { day: 30 } }
                  bytes: { rates: { bytes: "300B/min" } }
                  packaged: { package: { tokens: 400 } }
                """));
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private HttpResponse<String> ask(String key, String user, String header) throws Exception {
        return fixture.send(fixture.request("/v1/chat/completions", key)
                .header("X-End-User", header)
                .POST(HttpRequest.BodyPublishers.ofString(BODY.formatted(user)))
                .build());
    }

    @Test
    void aUserNamedByAHeaderHasAQuotaOfItsOwn() throws Exception {
        String key = fixture.knownKey("byheader");
        HttpResponse<String> answer = ask(key, "cid", "ann@example.com");
        for (int i = 0; i < 60 && answer.statusCode() == 200; i++) {
            fixture.record();
            answer = ask(key, "cid", "ann@example.com");
        }

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.body()).contains("daily token quota of this user").doesNotContain("ann");
        assertThat(fixture.record().limit()).isEqualTo("user.quotas.day");
        assertThat(ask(key, "cid", "bob@example.com").statusCode()).isEqualTo(200);
    }

    @Test
    void aUserNamedInTheBodyHasARateOfItsOwn() throws Exception {
        String key = fixture.knownKey("bybody");
        ask(key, "ann", "x");
        ask(key, "ann", "y");

        HttpResponse<String> third = ask(key, "ann", "z");

        assertThat(third.statusCode()).isEqualTo(429);
        assertThat(third.body()).contains("Too many requests an hour for this user.");
        assertThat(ask(key, "bob", "z").statusCode()).isEqualTo(200);
    }

    @Test
    void aBudgetRefusesWhatItCannotPay() throws Exception {
        String key = fixture.knownKey("priced");
        HttpResponse<String> answer = ask(key, "ann", "x");
        for (int i = 0; i < 60 && answer.statusCode() == 200; i++)
            answer = ask(key, "ann", "x");

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.body()).contains("daily budget of plan priced", " CNY left");
    }

    @Test
    void bytesOfRequestsHaveARate() throws Exception {
        String key = fixture.knownKey("bytes");
        HttpResponse<String> answer = ask(key, "ann", "x");
        for (int i = 0; i < 10 && answer.statusCode() == 200; i++)
            answer = ask(key, "ann", "x");

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.body()).contains("Too many bytes a minute for this key.");
        assertThat(answer.headers().firstValue("retry-after")).isPresent();
    }

    @Test
    void answersSayThatAPackageIsNearlyAndThatItIsQuiteUsedUp() throws Exception {
        String key = fixture.knownKey("packaged");
        HttpResponse<String> first = ask(key, "ann", "x");
        HttpResponse<String> answer = first;
        String nearly = "";
        for (int i = 0; i < 60 && answer.statusCode() == 200; i++) {
            nearly = answer.headers().firstValue("x-tokenward-package").orElse(nearly);
            answer = ask(key, "ann", "x");
        }

        assertThat(first.headers().firstValue("x-tokenward-package")).isEmpty();
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(nearly).matches("80; left=[1-7]?[0-9]");
    }

    @Test
    void aRestrictedKeyIsRefusedElsewhere() throws Exception {
        String far = restricted(new Restrictions(List.of("192.0.2.0/24"), List.of(), Optional.empty()));
        String near = restricted(new Restrictions(List.of("127.0.0.0/8", "::1"), List.of("/"), Optional.empty()));
        fixture.await(near);

        HttpResponse<String> refused = fixture.chat(far, BODY.formatted("ann"));

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("key_restricted");
        assertThat(fixture.chat(near, BODY.formatted("ann")).statusCode()).isEqualTo(200);
        assertThat(fixture.send(fixture.request("/own/v1/models", near).GET().build()).statusCode()).isEqualTo(403);
    }

    private String restricted(Restrictions where) {
        return fixture.keys.create(List.of(new NewKey("acme", "free", List.of(), where, Optional.empty(), "")))
                .getFirst()
                .reveal();
    }
}
