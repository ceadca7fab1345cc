package io.tokenward.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each kind of error with its whole message, as a user would read it. */
class SettingsErrorsTest {
    private static final Path FILE = Path.of("tokenward.yaml");
    private static final String GOOD = """
            listeners:
              - { address: 0.0.0.0:8443, tls: { identities: development } }
            upstreams:
              gateway: { url: "https://gateway.internal", credential: env:GATEWAY_KEY }
            routes:
              - { base: /, dialects: [openai], upstream: gateway }
            keys: { store: file:keys.jsonl, pepper: file:pepper }
            tenants:
              acme: { plan: small }
            plans:
              small: {}
            policies:
              strict: {}
            """;

    private static List<String> errors(String text) {
        return catchThrowableOfType(ConfigProblem.class, () -> SettingsReader.read(FILE, text)).messages();
    }

    /** The good file with one piece replaced. */
    private static List<String> errors(String piece, String replacement) {
        assertThat(GOOD).containsOnlyOnce(piece);
        return errors(GOOD.replace(piece, replacement));
    }

    @Test
    void theGoodFileIsGood() throws Exception {
        assertThat(SettingsReader.read(FILE, GOOD).plans()).containsOnlyKeys("small");
    }

    @Test
    void allErrorsAreShownAtOnce() {
        assertThat(errors("""
                listeners: []
                upstreams: { g: { url: x } }
                plans: { small: { rates: { requests: 60, tokens: lots }, security: strikt } }
                policies: { strict: { deadline: 250 } }
                """)).containsExactly(
                "tokenward.yaml:1:12 listeners: must not be empty",
                "tokenward.yaml:2:24 upstreams.g.url: must begin with https:// (or http://, which anybody on the way can read)",
                "tokenward.yaml:2:17 upstreams.g.credential: is missing; write it like env:GATEWAY_KEY, or caller",
                "tokenward.yaml:1:1 routes: is missing; write it like the example in docs/configuration.md",
                "tokenward.yaml:3:38 plans.small.rates.requests: \"60\" has no unit; write it like 60/min or 200k/min",
                "tokenward.yaml:3:50 plans.small.rates.tokens: \"lots\" is no rate; write it like 60/min or 200k/min",
                "tokenward.yaml:3:68 plans.small.security: no policy \"strikt\"; did you mean \"strict\"?",
                "tokenward.yaml:4:33 policies.strict.deadline: \"250\" has no unit; write it like 250ms, 10s, 10m, 2h or 90d",
                "tokenward.yaml:1:1 keys: is missing; write it like { store: file:data/keys.jsonl, pepper: file:secrets/key-pepper }");
    }

    @ParameterizedTest(name = "{1} -> {2}")
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            address: 0.0.0.0:8443 => address: 8443 => 2:16 listeners[0].address: no usable address: "8443"; write it like 0.0.0.0:8443 or [::1]:8443
            address: 0.0.0.0:8443 => address: a:99999 => 2:16 listeners[0].address: must have a port of at most 65535
            address: 0.0.0.0:8443 => address: "unix:" => 2:16 listeners[0].address: must be written as unix:path
            address: 0.0.0.0:8443 => address: unix:/run/a.sock, mode: "0888" => 2:40 listeners[0].mode: no file mode: "0888"; write it like "0660"
            address: 0.0.0.0:8443 => address: 0.0.0.0:8443, mode: "0660" => 2:36 listeners[0].mode: is for unix:... alone; take it out
            tls: { identities: development } => tls: none => 2:35 listeners[0].tls: requests over a network need TLS; only a listener at unix:... can do without
            tls: { identities: development } => tls: { identities: development }, proxy-protocol: {} => 2:80 listeners[0].proxy-protocol.from: is missing; write it like [10.0.0.0/8]
            tls: { identities: development } => tls: { identities: development }, proxy-protocol: { from: [10.0.0.1/8] } => 2:89 listeners[0].proxy-protocol.from[0]: no network: "10.0.0.1/8"; write the first address and the bits it shares with the others, like 10.0.0.0/8 or fd00::/8, one address alone, or unix
            tls: { identities: development } => tls: { identities: development }, forwarded: { field: x-real-ip, from: [unix] } => 2:84 listeners[0].forwarded.field: no such word: "x-real-ip"; possible: forwarded, x-forwarded-for
            identities: development => identities: developement => 2:49 listeners[0].tls.identities: must be a list of identities or development, not "developement"; did you mean "development"?
            identities: development => identities: [{ chain: a.pem, key: file:b }] => 2:59 listeners[0].tls.identities[0].chain: must be written as file:path
            identities: development => identities: [{ key: file:b }] => 2:50 listeners[0].tls.identities[0].chain: is missing; write it like file:certs/server.pem
            identities: development => identities: [{ chain: file:a, key: file:b, names: [api_1.test] }] => 2:88 listeners[0].tls.identities[0].names[0]: no host name: "api_1.test"; write it like api.example.com or "*.example.com"
            identities: development => identities: [{ store: file:a }] => 2:50 listeners[0].tls.identities[0].password: is missing; write it like file:secrets/store-password
            identities: development => identities: [{ store: file:a, password: open-sesame }] => 2:77 listeners[0].tls.identities[0].password: secrets stand outside this file: write file:path or env:NAME
            identities: development => identities: [{ store: file:a, password: env:P, key: file:b }] => 2:89 listeners[0].tls.identities[0].key: stands in the store already; take one of them out
            identities: development => identities: development, client-auth: require => 2:75 listeners[0].tls.client-auth: no such word: "require"; did you mean "required"?
            identities: development => identities: development, client-auth: required => 2:35 listeners[0].tls.client-ca: is missing; write it like file:certs/clients-ca.pem
            identities: development => identities: development, client-ca: file:a => 2:73 listeners[0].tls.client-ca: does nothing with client-auth: none; write optional or required there, or take it out
            identities: development => identities: development, client-auth: optional, client-ca: file:a, callers: { b: { san: acme, tenant: acme } } => 2:125 listeners[0].tls.callers.b.san: no name of a certificate: "acme"; write it like uri:spiffe://acme/build, dns:build.acme.internal or email:build@acme.example
            "https://gateway.internal" => "ftp://gateway.internal" => 4:19 upstreams.gateway.url: must begin with https:// (or http://, which anybody on the way can read)
            "https://gateway.internal" => "https://me:secret@gateway" => 4:19 upstreams.gateway.url: must not hold a name or password; use credential
            "https://gateway.internal" => "https://gateway/a/../b" => 4:19 upstreams.gateway.url: has no plain path: "/a/../b"
            "https://gateway.internal" => "https://gateway?x" => 4:19 upstreams.gateway.url: must have neither ? nor #
            "https://gateway.internal" => "https://my_gateway" => 4:19 upstreams.gateway.url: has no usable host: "https://my_gateway"; write it like gateway.internal, 10.0.4.7 or [fd00::7], names of other scripts as xn--…
            "https://gateway.internal" => "https://127.1" => 4:19 upstreams.gateway.url: has no usable host: "https://127.1"; write it like gateway.internal, 10.0.4.7 or [fd00::7], names of other scripts as xn--…
            credential: env:GATEWAY_KEY => credential: caller, addresses: [local] => 4:79 upstreams.gateway.addresses[0]: no such word: "local"; possible: public, private, loopback, link-local, metadata, reserved
            upstream: gateway } => upstream: gateway, link-hosts: ["*.com"] } => 6:68 routes[0].link-hosts[0]: no host: "*.com"; write it like cdn.example.com, "*.example.com" for one label, or 203.0.113.7
            "https://gateway.internal" => "https://gateway:70000" => 4:19 upstreams.gateway.url: must have a port of 1 to 65535
            "https://gateway.internal" => "https://gate way" => 4:19 upstreams.gateway.url: is no URL
            credential: env:GATEWAY_KEY => credential: env:1 => 4:59 upstreams.gateway.credential: secrets stand outside this file: write file:path or env:NAME
            credential: env:GATEWAY_KEY => credential: caller, trust: all => 4:74 upstreams.gateway.trust: must be written as file:path
            credential: env:GATEWAY_KEY => credential: caller, timeouts: { idle: 2d } => 4:85 upstreams.gateway.timeouts.idle: must be at most 24h
            credential: env:GATEWAY_KEY => credential: caller, timeouts: { connect: 0s } => 4:88 upstreams.gateway.timeouts.connect: must be at least 1ms
            credential: env:GATEWAY_KEY => credential: caller, ejection: { most: 150% } => 4:85 upstreams.gateway.ejection.most: must be at most 100%
            credential: env:GATEWAY_KEY => credential: caller, ejection: { first: 10m, longest: 5m } => 4:100 upstreams.gateway.ejection.longest: must be at least 10m
            credential: env:GATEWAY_KEY => credential: caller, check: { every: 1s } => 4:74 upstreams.gateway.check.path: is missing; write it like /health
            credential: env:GATEWAY_KEY => credential: caller, check: { path: health } => 4:82 upstreams.gateway.check.path: is no plain path: "health"
            "https://gateway.internal" => ["https://a", "https://a"] => 4:33 upstreams.gateway.url[1]: stands twice
            "https://gateway.internal" => [] => 4:19 upstreams.gateway.url: must not be empty
            credential: env:GATEWAY_KEY => credential: caller, timeouts: { conect: 1s } => 4:79 upstreams.gateway.timeouts: no key "conect"; did you mean "connect"?
            base: / => base: agents => 6:13 routes[0].base: no usable base: "agents"; write / or a path like /agents, with no slash at the end
            base: / => base: /a/ => 6:13 routes[0].base: no usable base: "/a/"; write / or a path like /agents, with no slash at the end
            base: / => base: /../a => 6:13 routes[0].base: no usable base: "/../a"; write / or a path like /agents, with no slash at the end
            dialects: [openai] => dialects: [openai], blocked-event: clos => 6:51 routes[0].blocked-event: no word "clos"; did you mean "close"?
            dialects: [openai] => dialects: [open-ai] => 6:27 routes[0].dialects[0]: no dialect "open-ai"; did you mean "openai"?
            dialects: [openai] => dialects: [openai, openai] => 6:35 routes[0].dialects[1]: "openai" stands twice
            dialects: [openai] => dialects: openai => 6:26 routes[0].dialects: must be a list, not a text
            upstream: gateway => upstream: gatway => 6:46 routes[0].upstream: no upstream "gatway"; did you mean "gateway"?
            upstream: gateway => upstream: gateway, policy: none => 6:63 routes[0].policy: no policy "none"
            upstream: gateway => upstream: gateway, models: [] => 6:63 routes[0].models: must not be empty
            upstream: gateway => upstream: gateway, models: ["a b"] => 6:64 routes[0].models[0]: no usable model name: "a b"
            store: file:keys.jsonl => store: keys.jsonl => 7:16 keys.store: must be written as file:path
            pepper: file:pepper => papper: file:pepper => 7:33 keys: no key "papper"; did you mean "pepper"?
            plan: small => plan: smal => 9:17 tenants.acme.plan: no plan "smal"; did you mean "small"?
            plan: small => plan: small, zone: Asia/Shangai => 9:30 tenants.acme.zone: no time zone "Asia/Shangai"; did you mean "Asia/Shanghai"?
            plan: small => plan: small, zone: "+08:00" => 9:30 tenants.acme.zone: no time zone "+08:00"
            small: {} => small: { rates: { concurrency: 0 } } => 11:34 plans.small.rates.concurrency: must be at least 1
            small: {} => small: { rates: { requests: 60/week } } => 11:31 plans.small.rates.requests: "60/week" is no rate; write it like 60/min or 200k/min
            small: {} => small: { rates: { requests: [60/min, 30/min] } } => 11:40 plans.small.rates.requests[1]: a second rate in the same window; keep the lower one
            small: {} => small: { rates: { bytes: 10M/min } } => 11:28 plans.small.rates.bytes: "10M/min" is no rate; write it like 10MiB/min or [1MiB/s, 1GiB/day]
            small: {} => small: { rates: { requests: 17M/s } } => 11:31 plans.small.rates.requests: must be at most 16666666/s
            small: {} => small: { budget: { day: 5 } } => 11:20 plans.small.budget: needs prices, by which money is counted
            small: {} => small: { prices: { "*": 2 } } => 11:10 plans.small.currency: is missing; write it like CNY
            small: {} => small: { prices: { "*": 2 }, currency: yuan } => 11:42 plans.small.currency: must be three capital letters, such as CNY
            small: {} => small: { prices: { "*": 2 }, currency: CNY, budget: { day: 0 } } => 11:62 plans.small.budget.day: must be more than 0 and at most 1000000
            small: {} => small: { users: { from: cookie } } => 11:27 plans.small.users.from: must be body, or a header, such as: header X-End-User
            small: {} => small: { weights: { glm-5: { ouput: 3 } } } => 11:32 plans.small.weights.glm-5: no key "ouput"; did you mean "output"?
            plan: small => plan: small, budget: { day: 5 } => 9:32 tenants.acme.budget: needs a plan with prices
            small: {} => small: { rates: 60/min } => 11:19 plans.small.rates: must be a map, not a text
            small: {} => small: { quotas: { day: 2M, month: 1M } } => 11:27 plans.small.quotas.day: must not be more than the month's quota
            small: {} => small: { quotas: { day: 1G } } => 11:27 plans.small.quotas.day: "1G" is no count; write it like 8, 200k or 15M
            small: {} => small: { weights: { glm-5: heavy } } => 11:30 plans.small.weights.glm-5: "heavy" is no number; write it like 0.8
            small: {} => small: { weights: { glm-5: 1001 } } => 11:30 plans.small.weights.glm-5: must be at most 1000
            small: {} => small: { weights: { "a b": 1 } } => 11:23 plans.small.weights: no usable model name: "a b"
            small: {} => small: { security: defualt } => 11:22 plans.small.security: no policy "defualt"; did you mean "default"?
            small: {} => small: { trust-roles: all } => 11:25 plans.small.trust-roles: no such word: "all"; did you mean "app"?
            small: {} => small: { security: [] } => 11:22 plans.small.security: must be a text, not a list
            strict: {} => "str ict": {} => 13:3 policies: no usable name: "str ict"; use up to 64 of a-z A-Z 0-9 . _ - and begin with a letter or digit
            strict: {} => strict: { paranoia: 5 } => 13:23 policies.strict.paranoia: must be at most 4
            strict: {} => strict: { paranoia: 3, detection-paranoia: 2 } => 13:46 policies.strict.detection-paranoia: must be at least paranoia, which is 3
            strict: {} => strict: { screening: block } => 13:24 policies.strict.screening: no such word: "block"; possible: off, detect, enforce
            strict: {} => strict: { on-error: close } => 13:23 policies.strict.on-error: no such word: "close"; did you mean "closed"?
            strict: {} => strict: { extends: strikt } => 13:22 policies.strict.extends: no policy "strikt"; did you mean "strict"?
            strict: {} => strict: { extends: strict } => 13:22 policies.strict.extends: goes in a circle: strict extends strict
            strict: {} => strict: { operating-point: 0.8 } => 13:30 policies.strict.operating-point: must be a map, not a text
            strict: {} => strict: { operating-point: {} } => 13:30 policies.strict.operating-point: must have either false-alarms or score, as in { false-alarms: 0.5% } or { score: 0.8 }
            strict: {} => strict: { operating-point: { score: 1 } } => 13:39 policies.strict.operating-point.score: must be between 0 and 1
            strict: {} => strict: { operating-point: { false-alarms: 5 } } => 13:46 policies.strict.operating-point.false-alarms: "5" has no unit; write it like 0.5%
            strict: {} => strict: { actions: { injection: redact } } => 13:35 policies.strict.actions.injection: redact is for secret and pii only; possible: off, flag, block
            strict: {} => strict: { actions: { secrets: redact } } => 13:24 policies.strict.actions: no key "secrets"; did you mean "secret"?
            strict: {} => none: {} => 13:9 policies.none: no policy can be called none; plans write it for no screening
            strict: {} => strict: { deadline: } => 13:22 policies.strict.deadline: has no value
            """)
    void anErrorNamesItsPlaceItsPathAndTheMend(String piece, String replacement, String message) {
        assertThat(errors(piece, replacement)).containsExactly("tokenward.yaml:" + message);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            limits: { head: 32 } => limits.head: "32" has no unit; write it like 512B, 32KiB, 4MiB or 1GiB
            limits: { head: 32KB } => limits.head: "32KB" is no size; write it like 512B, 32KiB, 4MiB or 1GiB
            limits: { head: 2MiB } => limits.head: must be at most 1MiB
            limits: { bodies-in-memory: 4MiB } => limits.bodies-in-memory: must be at least 16MiB
            limits: { connections: 0 } => limits.connections: must be at least 1
            limits: { drain: 99999999999d } => limits.drain: "99999999999d" is no duration; write it like 250ms, 10s, 10m, 2h or 90d
            limits: { depht: 64 } => limits: no key "depht"; possible: head, body, bodies-in-memory, expansion, connections, connections-per-address, screening-queue, screening-threads, header-timeout, body-timeout, idle-timeout, drain
            limits: 5 => limits: must be a map, not a text
            rules: { packs: [builtin, builtin] } => rules.packs[1]: "builtin" stands twice
            rules: { packs: [a, ./a] } => rules.packs[1]: the same pack stands twice
            rules: { packs: [] } => rules.packs: must not be empty
            storage: {} => storage.ledger: is missing; write it like sqlite:data/ledger.db
            storage: { ledger: data/ledger.db } => storage.ledger: must be written like sqlite:data/ledger.db
            storage: { ledger: "sqlite:" } => storage.ledger: must be written like sqlite:data/ledger.db
            storage: { ledger: "rediss://r:6379" } => storage.ledger: Redis has a key of its own; write storage: { redis: rediss://redis.example:6379 }
            storage: { redis: "http://r:6379" } => storage.redis: must be written like rediss://redis.example:6379
            storage: { redis: "redis://:geheim@r:6379" } => storage.redis: must not hold a password; write password: file:secrets/redis beside it
            storage: { redis: "redis://r:6379", durability: power } => storage.durability: cannot stand beside redis: limits are kept in one place
            storage: { ledger: "sqlite:data/l.db", nodes: 2 } => storage.nodes: has a meaning beside redis only
            storage: { ledger: sqlite:l.db, durability: disk } => storage.durability: no such word: "disk"; possible: process, power
            storage: { ledger: sqlite:l.db, durability: powr } => storage.durability: no such word: "powr"; did you mean "power"?
            """)
    void boundsAreChecked(String line, String message) {
        List<String> errors = errors(GOOD + line + "\n");

        assertThat(errors).hasSize(1);
        assertThat(errors.getFirst()).startsWith("tokenward.yaml:14:").endsWith(" " + message);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            limits: { depth: 64 } => 14:11 limits.depth
            """)
    void whatThisVersionDoesNotHonourIsRefused(String line, String where) {
        assertThat(errors(GOOD + line + "\n"))
                .containsExactly("tokenward.yaml:" + where + ": not supported by this version; take it out");
    }

    @Test
    void whatThisVersionDoesNotHonourIsRefusedUnderAnyName() {
        assertThat(errors("strict: {}", "strict: { restore: [text], completions: detect }"))
                .containsExactly(
                        "tokenward.yaml:13:13 policies.strict.restore: not supported by this version; take it out",
                        "tokenward.yaml:13:43 policies.strict.completions: only off is supported by this version: answers are not screened");
    }

    @Test
    void packagesAreChecked() {
        assertThat(errors("small: {}", "small: { package: { every: year, at-end: stop, carry-over: 0 } }"))
                .containsExactlyInAnyOrder(
                        "tokenward.yaml:11:21 plans.small.package.tokens: is missing; write it like 15M",
                        "tokenward.yaml:11:30 plans.small.package.every: no such word: \"year\"; possible: calendar-day, calendar-month, month, 30d",
                        "tokenward.yaml:11:44 plans.small.package.at-end: must be cut, finish, or an overdraft, such as: overdraft 50k");
        assertThat(errors("small: {}", "small: { package: { tokens: 5M, carry-over: 0 } }")).singleElement()
                .asString()
                .endsWith("plans.small.package.carry-over: must be at least 1");
    }

    @Test
    void wordsOfStoreDownAreShown() {
        assertThat(errors("strict: {}", "strict: { store-down: refuse }")).containsExactly(
                "tokenward.yaml:13:25 policies.strict.store-down: no such word: \"refuse\"; possible: closed, open, local-share");
    }

    @Test
    void policiesThatExtendEachOtherAreRefused() {
        assertThat(errors("strict: {}", "a: { extends: b }\n  b: { extends: a }"))
                .containsExactly("tokenward.yaml:14:17 policies.b.extends: goes in a circle: a extends b extends a");
    }

    @Test
    void aVeryLongChainOfPoliciesIsRefused() {
        var text = new StringBuilder(GOOD);
        for (int i = 0; i < 20_000; i++)
            text.append("  p").append(i).append(": { extends: p").append((i + 1) % 20_000).append(" }\n");

        assertThat(errors(text.toString()))
                .contains("tokenward.yaml:21:18 policies.p7.extends: is a chain of more than 8 policies");
    }

    @Test
    void twoListenersAtOneAddressAreRefused() {
        String listener = "  - { address: 0.0.0.0:8443, tls: { identities: development } }\n";

        assertThat(errors(listener, listener + listener)).containsExactly(
                "tokenward.yaml:3:16 listeners[1].address: another listener has 0.0.0.0:8443 already");
    }

    @Test
    void whatPassesUnscreenedAndWhereModelsLeadIsChecked() {
        String route = "  - { base: /, dialects: [openai], upstream: gateway }\n";
        String wrong = route.replace("gateway }",
                "gateway, unscreened: [file], by-model: { 'a*b': gateway, c: gatway } }");

        assertThat(errors(route, wrong)).hasSize(3)
                .anyMatch(error -> error.contains("routes[0].unscreened[0]") && error.contains("files"))
                .anyMatch(error -> error.contains("routes[0].by-model.a*b") && error.contains("an asterisk"))
                .anyMatch(error -> error.contains("routes[0].by-model.c") && error.contains("gateway"));
    }

    @Test
    void oneDialectTwiceAtOneBaseIsRefused() {
        String route = "  - { base: /, dialects: [openai], upstream: gateway }\n";

        assertThat(errors(route, route + route)).containsExactly(
                "tokenward.yaml:7:5 routes[1]: another route has dialect openai at base / already");
    }

    @Test
    void aSecretInTheFileIsNotRepeatedInTheMessage() {
        assertThat(errors("pepper: file:pepper", "pepper: hunter2")).containsExactly(
                "tokenward.yaml:7:41 keys.pepper: secrets stand outside this file: write file:path or env:NAME");
    }

    @Test
    void textsInMessagesCannotDisturbATerminal() {
        assertThat(errors("plan: small", "plan: \"\\e[2J\\u202e" + "x".repeat(80) + "\"")).containsExactly(
                "tokenward.yaml:9:17 tenants.acme.plan: no plan \"?[2J?" + "x".repeat(55) + "…\"");
    }

    @Test
    void aFileMustBeOneMap(@TempDir Path directory) throws Exception {
        assertThat(errors("")).containsExactly("tokenward.yaml: must be one YAML document, not 0");
        assertThat(errors("a: 1\n---\nb: 1\n")).containsExactly("tokenward.yaml: must be one YAML document, not 2");
        assertThat(errors("just text")).contains("tokenward.yaml:1:1: must be a map, not a text");
        assertThat(errors("a: &x 1\nb: *x")).containsExactly(
                "tokenward.yaml:2:4: aliases are not supported; write the value out");

        Path missing = directory.resolve("none.yaml");
        var problem = catchThrowableOfType(ConfigProblem.class, () -> SettingsReader.read(missing));
        assertThat(problem).hasMessage(missing + ": no such file");
        Path binary = Files.write(directory.resolve("binary.yaml"), new byte[]{(byte) 0xff});
        problem = catchThrowableOfType(ConfigProblem.class, () -> SettingsReader.read(binary));
        assertThat(problem).hasMessage(binary + ": is not UTF-8; save it as UTF-8");
    }
}
