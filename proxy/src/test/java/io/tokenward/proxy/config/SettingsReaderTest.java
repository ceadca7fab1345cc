package io.tokenward.proxy.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

import io.tokenward.proxy.dialect.Unscreened;
import io.tokenward.detectors.Category;
import io.tokenward.proxy.config.ListenerSettings.Address;
import io.tokenward.proxy.limit.Quotas;
import io.tokenward.proxy.limit.PackagePeriod;
import io.tokenward.proxy.limit.Allowance;
import io.tokenward.proxy.limit.Factors;
import io.tokenward.proxy.limit.Rate;
import io.tokenward.proxy.limit.Rates;
import io.tokenward.proxy.limit.Tariff;
import io.tokenward.proxy.upstream.Ejection;
import io.tokenward.proxy.upstream.HealthCheck;
import io.tokenward.rules.Action;
import io.tokenward.rules.OperatingPoint;
import io.tokenward.proxy.limit.Durability;
import io.tokenward.proxy.limit.QuotaPeriod;
import io.tokenward.proxy.limit.StoreDown;
import io.tokenward.proxy.limit.TokenPackage;
import io.tokenward.rules.Policy;
import io.tokenward.rules.Reveal;
import io.tokenward.rules.Screening;
import io.tokenward.rules.Trust;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsReaderTest {
    private static final Path FILE = Path.of("/etc/tokenward/tokenward.yaml");
    private static final String LEAST = """
            listeners: [{ address: "[::1]:0", tls: { identities: development } }]
            upstreams: { u: { url: "http://localhost:8000/api/paas", credential: caller } }
            routes: [{ base: /, dialects: [openai], upstream: u }]
            keys: { store: file:keys.jsonl, pepper: env:PEPPER }
            """;

    private static <T> T at(Map<String, T> map, String name) {
        return requireNonNull(map.get(name), name);
    }

    @Test
    void theDocumentedExampleIsAccepted(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("tokenward.yaml"), DocumentedExample.text());

        Settings settings = SettingsReader.read(file);

        assertThat(settings.rules()).isEqualTo(new RulesSettings(true, List.of(directory.resolve("rules.d/acme")),
                List.of(directory.resolve("certs/rules.key.pub"))));
    }

    @Test
    void endpointsArriveWithWhatTakesThemOut() throws Exception {
        UpstreamSettings read = at(SettingsReader.read(FILE, DocumentedExample.text()
                .replace("url: https://gateway.internal:8443", "url: [https://a:1/x, http://b]")
                .replace("    trust: system\n", """
                            ejection: { failures: 7, first: 1m, longest: 10m, most: 100% }
                            check: { path: /health, every: 3s, timeout: 1s, healthy: 4, unhealthy: 5 }
                        """))
                .upstreams(), "gateway");

        assertThat(read.urls()).containsExactly(URI.create("https://a:1/x"), URI.create("http://b"));
        assertThat(read.encrypted()).isTrue();
        assertThat(read.ejection()).isEqualTo(new Ejection(7, Duration.ofMinutes(1), Duration.ofMinutes(10), 100));
        assertThat(read.check()).contains(new HealthCheck("/health", Duration.ofSeconds(3), Duration.ofSeconds(1), 4,
                5));
    }

    @Test
    void everyPartOfTheExampleArrives() throws Exception {
        Settings settings = SettingsReader.read(FILE, DocumentedExample.text());

        ListenerSettings first = settings.listeners().getFirst();
        assertThat(first.address()).isEqualTo(new Address("0.0.0.0", 8443));
        var own = ((ListenerSettings.Identities) first.tls()).identities().getFirst();
        assertThat(own).isInstanceOfSatisfying(ListenerSettings.Pem.class, identity -> {
            assertThat(identity.chain()).isEqualTo(Path.of("/etc/tokenward/certs/server.pem"));
            assertThat(identity.key()).isEqualTo(Path.of("/etc/tokenward/certs/server.key"));
        });
        assertThat(settings.listeners().get(1).tls()).isEqualTo(new ListenerSettings.Development());
        UpstreamSettings lab = at(settings.upstreams(), "lab");
        assertThat(lab.url()).isEqualTo(URI.create("https://10.0.4.7"));
        assertThat(lab.port()).isEqualTo(443);
        assertThat(lab.credential()).isEqualTo(new UpstreamSettings.Caller());
        assertThat(lab.trust())
                .isEqualTo(new UpstreamSettings.PemTrust(Path.of("/etc/tokenward/certs/lab-root.pem")));
        assertThat(settings.routes().get(1)).isEqualTo(new RouteSettings("/agents", List.of("openai"), "gateway",
                "agents", List.of("glm-5", "deepseek-v3.2"), Unscreened.usual(), Map.of(), Rates.unlimited(), false,
                List.of()));
        assertThat(settings.routes().get(2).policy()).isEqualTo("default");
        assertThat(settings.tenants()).containsEntry("acme",
                new TenantSettings("acme", "developer-15m", ZoneId.of("Asia/Shanghai"), Optional.empty(),
                        Rates.unlimited(), Allowance.UNLIMITED));
        assertThat(at(settings.tenants(), "lab").zone()).isEqualTo(ZoneOffset.UTC);
        assertThat(settings.secrets()).map(SecretReference::toString)
                .containsExactly("env:GATEWAY_KEY", "file:secrets/key-pepper", "file:secrets/admin-key");
    }

    @Test
    void plansOfTheExampleArriveAsTheLimiterWantsThem() throws Exception {
        Map<String, PlanSettings> plans = SettingsReader.read(FILE, DocumentedExample.text()).plans();

        PlanSettings developer = at(plans, "developer-15m");
        assertThat(developer.rates())
                .isEqualTo(new Rates(OptionalLong.of(60), OptionalLong.of(200_000), OptionalInt.of(8)));
        assertThat(developer.quotas())
                .isEqualTo(new Quotas(OptionalLong.of(1_000_000), OptionalLong.of(15_000_000)));
        assertThat(developer.weights())
                .isEqualTo(Tariff.weights(Map.of("deepseek-v3.2", 1.0, "glm-5", 1.2, "*", 1.0)));
        assertThat(developer.security()).isEqualTo(new PlanSettings.Named("default"));
        assertThat(developer.trust()).isEqualTo(Trust.NONE);
        assertThat(developer.in(ZoneOffset.UTC).zone()).isEqualTo(ZoneOffset.UTC);
        PlanSettings unlimited = at(plans, "unlimited");
        assertThat(unlimited.security()).isEqualTo(new PlanSettings.Unscreened());
        assertThat(unlimited.trust()).isEqualTo(Trust.APP);
        assertThat(unlimited.rates().tokens()).isEmpty();
    }

    @Test
    void theDocumentedDefaultPolicyIsTheStandardOne() throws Exception {
        Map<String, Policy> policies = SettingsReader.read(FILE, DocumentedExample.text()).policies();

        assertThat(at(policies, "default")).isEqualTo(Policy.standard());
    }

    @Test
    void aPolicyHasWhatTheExtendedOneHasWhereItSaysNothing() throws Exception {
        Map<String, Policy> policies = SettingsReader
                .read(FILE,
                        LEAST + """
                                policies:
                                  child: { extends: parent, paranoia: 3, actions: { secret: block, pii-credit-card: redact } }
                                  parent: { screening: detect, operating-point: { score: 0.8 }, actions: { pii: flag }, deadline: 2s, reveal: reference }
                                """)
                .policies();

        Policy child = at(policies, "child");
        assertThat(child.screening()).isEqualTo(Screening.DETECT);
        assertThat(child.paranoia()).isEqualTo(3);
        assertThat(child.detectionParanoia()).isEqualTo(3);
        assertThat(child.operatingPoint()).isEqualTo(new OperatingPoint(0.8));
        assertThat(child.ruleActions()).containsOnly(java.util.Map.entry("pii-credit-card", Action.REDACT));
        assertThat(child.actions()).containsEntry(Category.SECRET, Action.BLOCK)
                .containsEntry(Category.PII, Action.FLAG)
                .containsEntry(Category.INJECTION, Action.BLOCK);
        assertThat(child.deadline()).isEqualTo(Duration.ofSeconds(2));
        assertThat(child.reveal()).isEqualTo(Reveal.REFERENCE);
    }

    @Test
    void whatIsNotWrittenHasTheDocumentedDefaults() throws Exception {
        Settings settings = SettingsReader.read(FILE, LEAST);

        assertThat(settings.limits())
                .isEqualTo(new LimitsSettings(32 << 10, 16 << 20, 256L << 20, 100, 20_000, 20_000, 512,
                        Runtime.getRuntime().availableProcessors(), Duration.ofSeconds(10), Duration.ofSeconds(60),
                        Duration.ofSeconds(75), Duration.ofSeconds(30)));
        assertThat(at(settings.upstreams(), "u").timeouts()).isEqualTo(new UpstreamSettings.Timeouts(
                Duration.ofSeconds(5), Duration.ofMinutes(10), Duration.ofMinutes(10)));
        assertThat(at(settings.upstreams(), "u").trust()).isEqualTo(new UpstreamSettings.SystemTrust());
        assertThat(at(settings.upstreams(), "u").ejection()).isEqualTo(Ejection.USUAL);
        assertThat(at(settings.upstreams(), "u").check()).isEmpty();
        assertThat(settings.policies()).containsExactly(Map.entry("default", Policy.standard()));
        assertThat(settings.rules()).isEqualTo(new RulesSettings(true, List.of(), List.of()));
        assertThat(settings.routes().getFirst().models()).isEmpty();
        assertThat(settings.listeners().getFirst().address()).hasToString("[::1]:0");
    }

    @Test
    void theExampleCatalogueIsAccepted() throws Exception {
        Map<String, PlanSettings> plans = SettingsReader.read(Path.of("..", "docs", "catalogue.yaml")).plans();

        assertThat(plans).hasEntrySatisfying("family-10m", plan -> assertThat(plan.tokenPackage())
                .contains(new TokenPackage(10_000_000, QuotaPeriod.MONTH, 0)));
        assertThat(plans).hasEntrySatisfying("pay-as-you-go", plan -> assertThat(plan.tokenPackage())
                .contains(new TokenPackage(0, QuotaPeriod.MONTH, 0)));
        assertThat(plans).hasEntrySatisfying("developer-15m",
                plan -> assertThat(plan.security()).isEqualTo(new PlanSettings.Unscreened()));
        assertThat(plans).hasEntrySatisfying("developer-15m-secured",
                plan -> assertThat(plan.security()).isEqualTo(new PlanSettings.Named("default")));
    }

    @Test
    void whereQuotasAreKept() throws Exception {
        Settings example = SettingsReader.read(FILE, DocumentedExample.text());

        assertThat(example.storage()).contains(
                new StorageSettings.InFile(FILE.resolveSibling("data/ledger.db"), Durability.PROCESS));
        assertThat(example.storeDown())
                .containsEntry("default", StoreDown.LOCAL_SHARE)
                .as("inherited")
                .containsEntry("agents", StoreDown.LOCAL_SHARE)
                .as("own")
                .containsEntry("trial", StoreDown.OPEN);
    }

    @Test
    void offIsAWord() throws Exception {
        Settings settings = SettingsReader.read(FILE, LEAST + "policies: { quiet: { screening: off } }\n");

        assertThat(at(settings.policies(), "quiet").screening()).isEqualTo(Screening.OFF);
    }

    @Test
    void aLargeBodyRaisesTheMemoryForBodies() throws Exception {
        Settings settings = SettingsReader.read(FILE, LEAST + "limits: { body: 256MiB }\n");

        assertThat(settings.limits().bodiesInMemory()).isEqualTo(256L << 20);
    }

    @Test
    void relativePathsStartFromTheFilesDirectory() throws Exception {
        Settings settings = SettingsReader.read(FILE, LEAST);

        assertThat(settings.keys().store()).isEqualTo(Path.of("/etc/tokenward/keys.jsonl"));
    }

    @Test
    void windowsUsersWeightsAndMoney() throws Exception {
        Settings settings = SettingsReader.read(FILE, """
                listeners: [{ address: "127.0.0.1:1", tls: { identities: development } }]
                upstreams: { u: { url: "http://localhost:1", credential: caller } }
                routes: [{ base: /, dialects: [openai], upstream: u }]
                tenants: { acme: { plan: p, quotas: { month: 2M }, budget: { month: 99.9 } } }
                plans:
                  p:
                    rates: { requests: [10/s, 300/min, 5k/day], bytes: 10MiB/h }
                    key-quotas: { day: 100k }
                    users: { from: header X-End-User, rates: { tokens: 1k/min }, budget: { day: 0.000001 }, most: 50 }
                    weights: { glm-5: { input: 1.5, cached: 0.1, image: 31k }, "*": 0.5 }
                    currency: CNY
                    prices: { glm-5: { input: 2, cached: 0.5, output: 8, image: 0.2, second: 0.01 } }
                    budget: { day: 10 }
                    key-budget: { day: 5 }
                keys: { store: file:keys.jsonl, pepper: file:pepper, former-pepper: file:old }
                """);

        PlanSettings plan = at(settings.plans(), "p");
        assertThat(plan.rates().requests()).containsExactly(new Rate(10, Duration.ofSeconds(1)), Rate.perMinute(300),
                new Rate(5_000, Duration.ofDays(1)));
        assertThat(plan.rates().bytes()).containsExactly(new Rate(10 << 20, Duration.ofHours(1)));
        assertThat(plan.levels().key().quotas().day()).hasValue(100_000);
        assertThat(plan.levels().key().budget().day()).hasValue(5_000_000);
        var users = plan.levels().users().orElseThrow();
        assertThat(users.header()).isEqualTo("X-End-User");
        assertThat(users.most()).isEqualTo(50);
        assertThat(users.allowance().budget().day()).hasValue(1);
        assertThat(plan.weights().of("glm-5"))
                .isEqualTo(new Factors(1_500_000, 100_000, 1_000_000, 1_000_000, 31_000_000_000L, 0));
        assertThat(plan.weights().of("other")).isEqualTo(Factors.tokens(500_000));
        var money = plan.money().orElseThrow();
        assertThat(money.prices().of("glm-5")).isEqualTo(
                new Factors(2_000_000, 500_000, 8_000_000, 8_000_000, 200_000_000_000L, 10_000_000_000L));
        assertThat(money.prices().of("other")).isEqualTo(Factors.tokens(0));
        assertThat(money.budget().day()).hasValue(10_000_000);
        assertThat(at(settings.tenants(), "acme").allowance().budget().month()).hasValue(99_900_000);
        assertThat(settings.keys().formerPepper()).isPresent();
    }

    @Test
    void ratesOfOtherLevelsAndWhereMonthsBegin() throws Exception {
        Settings settings = SettingsReader.read(FILE, """
                listeners: [{ address: "127.0.0.1:1", tls: { identities: development } }]
                upstreams: { u: { url: "http://localhost:1", credential: caller } }
                routes: [{ base: /, dialects: [openai], upstream: u, rates: { requests: 3k/min } }]
                tenants: { acme: { plan: p, since: 2026-03-31, rates: { concurrency: 40 } } }
                plans:
                  p:
                    address-rates: { requests: 30/min, concurrency: 4 }
                    model-rates: { glm-5: { tokens: 50k/min } }
                    package: { tokens: 10M, every: month, at-end: overdraft 50k }
                  q: { package: { tokens: 1M, every: 30d } }
                keys: { store: file:keys.jsonl, pepper: file:pepper }
                storage: { redis: "rediss://r.example:6380", cluster: yes, password: file:secret, nodes: 3 }
                """);

        assertThat(settings.routes().getFirst().rates().requests()).containsExactly(Rate.perMinute(3_000));
        TenantSettings acme = at(settings.tenants(), "acme");
        assertThat(acme.since()).contains(LocalDate.of(2026, 3, 31));
        assertThat(acme.rates().concurrency()).hasValue(40);
        PlanSettings plan = at(settings.plans(), "p");
        assertThat(plan.levels().address().requests()).containsExactly(Rate.perMinute(30));
        assertThat(plan.levels().models()).containsOnlyKeys("glm-5");
        assertThat(plan.tokenPackage().orElseThrow().overdraft()).isEqualTo(50_000);
        assertThat(plan.tokenPackage().orElseThrow().every()).isInstanceOf(PackagePeriod.Months.class);
        assertThat(at(settings.plans(), "q").tokenPackage().orElseThrow().every())
                .isEqualTo(new PackagePeriod.Days(30, LocalDate.EPOCH));
        assertThat(settings.storage()).get().isInstanceOfSatisfying(StorageSettings.InRedis.class, redis -> {
            assertThat(redis.address()).hasToString("rediss://r.example:6380");
            assertThat(redis.cluster()).isTrue();
            assertThat(redis.nodes()).isEqualTo(3);
            assertThat(settings.secrets()).contains(redis.password().orElseThrow());
        });
    }
}
