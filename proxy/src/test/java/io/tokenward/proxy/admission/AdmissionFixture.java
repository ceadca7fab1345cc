package io.tokenward.proxy.admission;

import io.tokenward.proxy.dialect.Dialects;
import io.tokenward.proxy.keys.KeyStore;
import io.tokenward.proxy.keys.KeyStoreProblem;
import io.tokenward.proxy.keys.KeyedHash;
import io.tokenward.proxy.keys.Pepper;
import io.tokenward.proxy.limit.Account;
import io.tokenward.proxy.limit.Denials;
import io.tokenward.proxy.limit.Demand;
import io.tokenward.proxy.limit.Limiter;
import io.tokenward.proxy.limit.LocalLimiter;
import io.tokenward.proxy.limit.Permit;
import io.tokenward.proxy.limit.Plan;
import io.tokenward.proxy.limit.Quotas;
import io.tokenward.proxy.limit.Rates;
import io.tokenward.proxy.limit.Reservation;
import io.tokenward.proxy.live.Live;
import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import io.tokenward.proxy.route.Route;
import io.tokenward.proxy.route.Routes;
import io.tokenward.rules.Action;
import io.tokenward.rules.OnError;
import io.tokenward.rules.Policy;
import io.tokenward.rules.RuleEngine;
import io.tokenward.rules.Trust;
import io.tokenward.detectors.Category;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** An admission with real keys, limits and rules, whose permits and reservations are counted. */
final class AdmissionFixture {
    static final RuleEngine ENGINE = RuleEngine.builtin();

    final AtomicInteger entered = new AtomicInteger();
    final AtomicInteger reserved = new AtomicInteger();
    final Pepper pepper = Pepper.of("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8));
    final KeyedHash hashes = new KeyedHash(pepper);
    final KeyStore keys;
    final Live<Directory> directory;
    final Admission admission;
    private final AtomicInteger exchanges = new AtomicInteger();

    AdmissionFixture(Path home) throws KeyStoreProblem {
        this(home, Clock.systemUTC());
    }

    AdmissionFixture(Path home, Clock clock) throws KeyStoreProblem {
        keys = KeyStore.open(home.resolve("keys.jsonl"), pepper, clock);
        directory = new Live<>(directory(Set.of("passing")));
        admission = new Admission(directory, keys, hashes, new Counting(new LocalLimiter(clock)),
                new Screener(new Live<>(ENGINE), new EvidenceCache(new SecureRandom())), new Redactor(hashes));
    }

    private static Directory directory(Set<String> passThrough) {
        List<Route> routes = List.of(new Route("/", Dialects.standard(), "model", "default", List.of()),
                new Route("/narrow", Dialects.standard(), "model", "default", List.of("scripted-1")),
                new Route("/strict", Dialects.standard(), "model", "strict", List.of()),
                new Route("/detect", Dialects.standard(), "model", "detect", List.of()),
                new Route("/hasty", Dialects.standard(), "model", "hasty", List.of()),
                new Route("/open", Dialects.standard(), "model", "open", List.of()),
                new Route("/own", Dialects.standard(), "passing", "default", List.of()));
        Policy standard = patient(Policy.standard());
        Map<String, Policy> policies = new HashMap<>();
        policies.put("default", standard);
        policies.put("strict", with(standard, "strict", Action.BLOCK));
        policies.put("detect", new Policy("detect", io.tokenward.rules.Screening.DETECT, standard.paranoia(),
                standard.detectionParanoia(), standard.operatingPoint(), standard.actions(), standard.deadline(),
                OnError.CLOSED, standard.reveal()));
        policies.put("hasty", hasty(standard, "hasty", OnError.CLOSED));
        policies.put("open", hasty(standard, "open", OnError.OPEN));
        Rates none = Rates.unlimited();
        Map<String, Terms> terms = new HashMap<>();
        terms.put("free", terms("free", none, Quotas.unlimited(), Optional.empty()));
        terms.put("few", terms("few", new Rates(OptionalLong.of(2), OptionalLong.empty(), OptionalInt.empty()),
                Quotas.unlimited(), Optional.empty()));
        terms.put("single", terms("single", new Rates(OptionalLong.empty(), OptionalLong.empty(), OptionalInt.of(1)),
                Quotas.unlimited(), Optional.empty()));
        terms.put("small", terms("small", none, new Quotas(OptionalLong.of(100), OptionalLong.empty()),
                Optional.empty()));
        terms.put("unscreened", terms("unscreened", none, Quotas.unlimited(), Optional.of(Terms.NONE)));
        return new Directory(new Routes(routes), terms,
                Map.of("acme", new Directory.Tenant("free", ZoneOffset.UTC)), policies, passThrough);
    }

    private static Terms terms(String name, Rates rates, Quotas quotas, Optional<String> security) {
        return new Terms(new Plan(name, rates, quotas, ZoneOffset.UTC, Map.of()), security, Trust.NONE);
    }

    /** The same with all the time in the world, since test machines may be slow. */
    static Policy patient(Policy policy) {
        return new Policy(policy.name(), policy.screening(), policy.paranoia(), policy.detectionParanoia(),
                policy.operatingPoint(), policy.actions(), Duration.ofMinutes(10), policy.onError(), policy.reveal());
    }

    private static Policy hasty(Policy policy, String name, OnError onError) {
        return new Policy(name, policy.screening(), policy.paranoia(), policy.detectionParanoia(),
                policy.operatingPoint(), policy.actions(), Duration.ofNanos(1), onError, policy.reveal());
    }

    private static Policy with(Policy policy, String name, Action secrets) {
        Map<Category, Action> actions = new HashMap<>(policy.actions());
        actions.put(Category.SECRET, secrets);
        return new Policy(name, policy.screening(), policy.paranoia(), policy.detectionParanoia(),
                policy.operatingPoint(), actions, policy.deadline(), policy.onError(), policy.reveal());
    }

    String key(String plan, String... models) {
        return keys.create("acme", plan, List.of(models), Optional.empty(), "test").reveal();
    }

    static RequestHead post(String path, String key) {
        return new RequestHead("POST", path, "", key);
    }

    Ticket head(RequestHead head) throws Denied {
        Routes.Match match = admission.match(head);
        return joined(admission.admitHead(match, head, "exchange-" + exchanges.incrementAndGet()));
    }

    /** The whole way, as the exchange goes it; gives the permit back after a refusal. */
    Admitted pass(RequestHead head, String body) throws Denied {
        Ticket ticket = head(head);
        try {
            return switch (admission.judge(ticket, List.of(), body.getBytes(StandardCharsets.UTF_8))) {
                case Judgement.Passed(Judged judged) -> joined(admission.admit(judged));
                case Refusal refusal -> throw refusal.denied();
            };
        } catch (Denied refused) {
            ticket.permit().release();
            throw refused;
        }
    }

    /** Which refusal the whole way ends with; empty where it ends with none. */
    Optional<Problem> problem(RequestHead head, String body) {
        try {
            Admitted admitted = pass(head, body);
            admitted.reservation().ifPresent(Reservation::release);
            admitted.judged().ticket().permit().release();
            return Optional.empty();
        } catch (Denied denied) {
            return Optional.of(denied.problem());
        }
    }

    static <T> T joined(CompletionStage<T> stage) throws Denied {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException failure) {
            throw Denials.in(failure).orElseThrow(() -> failure);
        }
    }

    static String chat(String content) {
        return chat("scripted-1", content);
    }

    static String chat(String model, String content) {
        return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + content + "\"}]}";
    }

    /** Put together at run time: a whole one in a source file would be refused by code hosts. */
    static String githubToken(Random random) {
        var token = new StringBuilder("ghp").append('_');
        for (int i = 0; i < 36; i++)
            token.append("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".charAt(random.nextInt(62)));
        return token.toString();
    }

    /** Counts what is taken and not yet given back. */
    private final class Counting implements Limiter {
        private final Limiter real;
        private final Map<Permit, Permit> permits = new java.util.concurrent.ConcurrentHashMap<>();

        Counting(Limiter real) {
            this.real = real;
        }

        @Override
        public CompletionStage<Permit> enter(Account account, String exchange) {
            return real.enter(account, exchange).thenApply(permit -> {
                entered.incrementAndGet();
                Permit counted = new Permit() {
                    @Override
                    public void release() {
                        entered.decrementAndGet();
                        permit.release();
                    }

                    @Override
                    public Account account() {
                        return permit.account();
                    }

                    @Override
                    public String exchange() {
                        return permit.exchange();
                    }
                };
                permits.put(counted, permit);
                return counted;
            });
        }

        @Override
        public CompletionStage<Reservation> reserve(Permit permit, Demand demand) {
            return real.reserve(java.util.Objects.requireNonNull(permits.get(permit)), demand)
                    .thenApply(reservation -> {
                        reserved.incrementAndGet();
                        return reservation;
                    });
        }
    }
}
