package io.tokenward.proxy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminGuardTest {
    private static final List<String> GOOD = List.of("Bearer correct-horse-battery");
    private final AtomicLong now = new AtomicLong();
    private final AdminGuard guard = new AdminGuard("correct-horse-battery", 9443, now::get);

    private int status(String host, List<String> origins, List<String> authorizations) {
        AdminAnswer refusal = guard.refusal(List.of(host), origins, authorizations);
        return refusal == null ? 200 : refusal.status();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:9443", "localhost:9443", "LOCALHOST:9443", "[::1]:9443"})
    void thisMachineIsKnownByItsNames(String host) {
        assertThat(status(host, List.of(), GOOD)).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "evil.example:9443", "127.0.0.1", "127.0.0.1:80", "localhost.evil:9443", "",
            "localhost:9443:9443", "127.0.0.2:9443", "[::1]", "localhost\u0000:9443"})
    void otherHostsAreRefusedWithTheCredentialToo(String host) {
        assertThat(status(host, List.of(), GOOD)).isEqualTo(421);
    }

    @Test
    void twoHostsOrNoneAreRefused() {
        assertThat(guard.refusal(List.of(), List.of(), GOOD)).isNotNull();
        assertThat(guard.refusal(List.of("localhost:9443", "localhost:9443"), List.of(), GOOD)).isNotNull();
    }

    @Test
    void pagesOfBrowsersAreRefused() {
        assertThat(status("localhost:9443", List.of("https://evil.example"), GOOD)).isEqualTo(403);
        assertThat(status("localhost:9443", List.of("null"), GOOD)).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearer correct-horse-batter", "Bearer correct-horse-battery2",
            "correct-horse-battery", "Basic correct-horse-battery"})
    void aWrongCredentialIsRefused(String authorization) {
        assertThat(status("localhost:9443", List.of(), List.of(authorization))).isEqualTo(401);
    }

    @Test
    void noneAndTwoCredentialsAreRefused() {
        assertThat(status("localhost:9443", List.of(), List.of())).isEqualTo(401);
        assertThat(status("localhost:9443", List.of(), List.of(GOOD.getFirst(), GOOD.getFirst()))).isEqualTo(401);
    }

    @Test
    void guessingIsSlow() {
        List<String> wrong = List.of("Bearer x");
        for (int i = 0; i < 10; i++)
            assertThat(status("localhost:9443", List.of(), wrong)).isEqualTo(401);
        assertThat(status("localhost:9443", List.of(), wrong)).isEqualTo(429);
        assertThat(status("localhost:9443", List.of(), GOOD)).as("the right one tells nothing either").isEqualTo(429);

        now.addAndGet(1_000_000_000L);
        assertThat(status("localhost:9443", List.of(), GOOD)).isEqualTo(200);
        assertThat(status("localhost:9443", List.of(), wrong)).isEqualTo(401);
        assertThat(status("localhost:9443", List.of(), wrong)).isEqualTo(429);
    }

    @Test
    void rightCredentialsAreNotCounted() {
        for (int i = 0; i < 1000; i++)
            assertThat(status("localhost:9443", List.of(), GOOD)).isEqualTo(200);
    }
}
