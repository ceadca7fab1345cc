package io.tokenward.benchmarks.micro;

import io.tokenward.benchmarks.text.ChatBodies;
import io.tokenward.proxy.admission.Admission;
import io.tokenward.proxy.admission.Directory;
import io.tokenward.proxy.admission.EvidenceCache;
import io.tokenward.proxy.admission.Judgement;
import io.tokenward.proxy.admission.Redactor;
import io.tokenward.proxy.admission.RequestHead;
import io.tokenward.proxy.admission.Screener;
import io.tokenward.proxy.admission.Terms;
import io.tokenward.proxy.admission.Ticket;
import io.tokenward.proxy.dialect.Dialects;
import io.tokenward.proxy.keys.KeyStore;
import io.tokenward.proxy.keys.KeyedHash;
import io.tokenward.proxy.keys.Pepper;
import io.tokenward.proxy.limit.LocalLimiter;
import io.tokenward.proxy.limit.Plan;
import io.tokenward.proxy.limit.Quotas;
import io.tokenward.proxy.limit.Rates;
import io.tokenward.proxy.live.Live;
import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.route.Route;
import io.tokenward.proxy.route.Routes;
import io.tokenward.rules.Policy;
import io.tokenward.rules.RuleEngine;
import io.tokenward.rules.Trust;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The whole decision without sockets: head, body, verdict. The baseline is one HMAC-SHA-256 over the body, the least that
 * recognising seen text costs. What {@code newBody} costs is in {@code quarterNew} and has to be taken off.
 */
@State(Scope.Thread)
public class AdmissionBenchmark {
    /** Of a body. */
    @Param({"1024", "4096", "32768", "409600"})
    public int bytes;

    private final Path home;
    private final Admission admission;
    private final RequestHead head;
    private final Mac mac;
    private byte[][] seen = {};
    private ChatBodies fresh = new ChatBodies("bench-plain", false, 1024, ChatBodies.USUAL_SHARE, 1);
    private int next;

    /** An admission with limits too high to be met. */
    public AdmissionBenchmark() {
        try {
            byte[] secret = new byte[32];
            new SecureRandom().nextBytes(secret);
            var hashes = new KeyedHash(Pepper.of(secret));
            home = Files.createTempDirectory("tokenward-micro-");
            KeyStore keys = KeyStore.open(home.resolve("keys.jsonl"), Pepper.of(secret), Clock.systemUTC());
            admission = new Admission(new Live<>(directory()), keys, hashes, new LocalLimiter(Clock.systemUTC()),
                    new Screener(new Live<>(RuleEngine.builtin()), new EvidenceCache(new SecureRandom())),
                    new Redactor(hashes));
            String key = keys.create("acme", "high", List.of(), Optional.empty(), "micro").reveal();
            head = new RequestHead("POST", "/v1/chat/completions", "", key);
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        } catch (Exception broken) {
            throw new IllegalStateException("the benchmark could not be set up", broken);
        }
    }

    private static Directory directory() {
        var plan = new Plan("high", Rates.of(Rates.MOST, Rates.MOST, 10_000), Quotas.unlimited(), ZoneOffset.UTC,
                Map.of());
        return new Directory(
                new Routes(List.of(new Route("/", Dialects.standard(), "model", "default", List.of()))),
                Map.of("high", new Terms(plan, Optional.empty(), Trust.NONE)),
                Map.of("acme", new Directory.Tenant("high", ZoneOffset.UTC)), Map.of("default", Policy.standard()),
                Set.of());
    }

    /** Bodies that are seen at once, and a source of bodies that are not. */
    @Setup
    public void fill() throws Denied {
        var generator = new ChatBodies("bench-plain", false, bytes, 1, 1);
        seen = new byte[8][];
        for (int i = 0; i < seen.length; i++)
            admission.judge(admitted(), List.of(), seen[i] = generator.next());
        fresh = new ChatBodies("bench-plain", false, bytes, ChatBodies.USUAL_SHARE, 2);
    }

    /** Nothing of it is worth keeping. */
    @TearDown
    public void tidy() throws Exception {
        Files.deleteIfExists(home.resolve("keys.jsonl"));
        Files.deleteIfExists(home);
    }

    /** The ruler. */
    @Benchmark
    public byte[] baselineHmac() {
        return mac.doFinal(seen[next++ & 7]);
    }

    /** What the generator itself costs. */
    @Benchmark
    public byte[] newBody() {
        return fresh.next();
    }

    /** Route, key, rates; no body. */
    @Benchmark
    public Ticket head() throws Denied {
        return admitted();
    }

    /** A body of which every text has been seen before. */
    @Benchmark
    public Judgement allSeen() throws Denied {
        return admission.judge(admitted(), List.of(), seen[next++ & 7]);
    }

    /** A body of which a quarter is new. */
    @Benchmark
    public Judgement quarterNew() throws Denied {
        return admission.judge(admitted(), List.of(), fresh.next());
    }

    private Ticket admitted() throws Denied {
        Ticket ticket = admission.admitHead(admission.match(head), head, "micro").toCompletableFuture().join();
        ticket.permit().release();
        return ticket;
    }
}
