package io.tokenward.proxy.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyStoreConcurrencyTest {
    private static final int ROUNDS = 50;

    private final Pepper pepper = Pepper.of("0123456789".repeat(4).getBytes(StandardCharsets.US_ASCII));

    @TempDir
    Path directory;

    private KeyStore open() throws KeyStoreProblem {
        return KeyStore.open(directory.resolve("keys.jsonl"), pepper, Clock.systemUTC());
    }

    @Test
    void whileOthersWriteAndReloadAGoodKeyIsNeverRefusedAndARevokedOneNeverComesBack() throws Exception {
        KeyStore proxy = open();
        KeyStore commandLine = open();
        ApiKey good = commandLine.create("acme", "developer", List.of(), Optional.empty(), "");
        ApiKey revoked = commandLine.create("acme", "developer", List.of(), Optional.empty(), "");
        commandLine.revoke(revoked.id());
        proxy.reloadIfChanged();
        var done = new AtomicBoolean();
        Callable<Integer> caller = () -> {
            int asked = 0;
            for (; !done.get(); asked++) {
                assertThat(proxy.authenticate(good.reveal()).keyId()).isEqualTo(good.id());
                assertThat(refusal(proxy, revoked)).isEqualTo(Problem.KEY_REVOKED);
            }
            return asked;
        };

        try (var threads = Executors.newFixedThreadPool(2)) {
            List<Future<Integer>> callers = List.of(threads.submit(caller), threads.submit(caller));
            try {
                for (int i = 0; i < ROUNDS; i++) {
                    commandLine.create("acme", "developer", List.of(), Optional.empty(), "");
                    proxy.reloadIfChanged();
                }
            } finally {
                done.set(true);
            }
            for (var answer : callers)
                answer.get();
        }
        assertThat(proxy.list()).hasSize(ROUNDS + 2).isEqualTo(commandLine.list());
    }

    private static Problem refusal(KeyStore store, ApiKey key) {
        try {
            store.authenticate(key.reveal());
            throw new AssertionError("a revoked key was accepted");
        } catch (Denied denied) {
            return denied.problem();
        }
    }

    @Test
    void writersOfSeveralStoresLoseNoKey() throws Exception {
        Callable<List<String>> writer = () -> {
            KeyStore store = open();
            List<String> made = new ArrayList<>();
            for (int i = 0; i < ROUNDS / 5; i++)
                made.add(store.create("acme", "developer", List.of(), Optional.empty(), "").id());
            return made;
        };

        List<String> made = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (var answer : threads.invokeAll(List.of(writer, writer, writer, writer)))
                made.addAll(answer.get());
        }

        assertThat(open().list()).extracting(KeyRecord::id).containsExactlyInAnyOrderElementsOf(made);
    }
}
