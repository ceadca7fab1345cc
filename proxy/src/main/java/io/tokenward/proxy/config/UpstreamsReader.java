package io.tokenward.proxy.config;

import io.tokenward.certs.Pin;
import io.tokenward.proxy.host.AddressKind;
import io.tokenward.proxy.host.Host;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import io.tokenward.rules.yaml.YamlNode;

import io.tokenward.proxy.upstream.Ejection;
import io.tokenward.proxy.upstream.HealthCheck;

import io.tokenward.proxy.config.UpstreamSettings.Caller;
import io.tokenward.proxy.config.UpstreamSettings.Credential;
import io.tokenward.proxy.config.UpstreamSettings.Own;
import io.tokenward.proxy.config.UpstreamSettings.Signed;
import io.tokenward.proxy.config.UpstreamSettings.PemTrust;
import io.tokenward.proxy.config.UpstreamSettings.SystemTrust;
import io.tokenward.proxy.config.UpstreamSettings.Timeouts;
import io.tokenward.proxy.config.UpstreamSettings.Trust;

/** Reads {@code upstreams}. */
final class UpstreamsReader {
    private static final Pattern BASE_PATH = Pattern.compile("(?:/(?!\\.{1,2}(?:/|$))[A-Za-z0-9._~-]{1,64}){0,16}/?");
    private static final Pattern REGION = Pattern.compile("[a-z0-9]{2,16}(?:-[a-z0-9]{1,16}){1,4}");
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private UpstreamsReader() {}

    static Map<String, UpstreamSettings> read(Map<String, Value> values) {
        Map<String, UpstreamSettings> upstreams = new LinkedHashMap<>();
        values.forEach((name, value) -> upstream(name, value).ifPresent(found -> upstreams.put(name, found)));
        return upstreams;
    }

    private static Optional<UpstreamSettings> upstream(String name, Value value) {
        Section section = Section.of(value, "url", "credential", "trust", "timeouts", "ejection", "check", "addresses",
                "client", "pins");
        List<URI> urls = section.required("url", "https://gateway.internal:8443")
                .map(EndpointsReader::urls)
                .orElse(List.of());
        Optional<Credential> credential = section.required("credential", "env:GATEWAY_KEY, or caller")
                .flatMap(UpstreamsReader::credential);
        Trust trust = section.find("trust").flatMap(UpstreamsReader::trust).orElse(new SystemTrust());
        Timeouts timeouts = timeouts(section.section("timeouts", "connect", "first-byte", "idle"));
        Ejection ejection = EndpointsReader
                .ejection(section.section("ejection", "failures", "first", "longest", "most"));
        Optional<HealthCheck> check = section.find("check").flatMap(EndpointsReader::check);
        Set<AddressKind> addresses = section.find("addresses").map(UpstreamsReader::addresses).orElse(Set.of());
        Optional<ListenerSettings.Identity> client = section.find("client").flatMap(UpstreamsReader::client);
        Set<Pin> pins = section.find("pins").map(UpstreamsReader::pins).orElse(Set.of());
        return !urls.isEmpty() && credential.isPresent()
                ? Optional.of(new UpstreamSettings(name, urls, credential.get(), trust, timeouts, ejection, check,
                        addresses, client, pins))
                : Optional.empty();
    }

    static Optional<URI> url(Value value) {
        Optional<String> text = value.text();
        if (text.isEmpty()) return Optional.empty();
        URI url;
        try {
            url = new URI(text.get());
        } catch (URISyntaxException wrong) {
            return value.refused("is no URL");
        }
        // The text is not repeated where it may hold a password.
        if (url.getRawUserInfo() != null || text.get().contains("@")) {
            return value.refused("must not hold a name or password; use credential");
        }
        if (!"https".equals(url.getScheme()) && !"http".equals(url.getScheme())) {
            return value.refused("must begin with https:// (or http://, which anybody on the way can read)");
        }
        if (url.getHost() == null || Host.of(url.getHost()).isEmpty()) {
            return value.refused("has no usable host: " + Words.quoted(text.get())
                    + "; write it like gateway.internal, 10.0.4.7 or [fd00::7], names of other scripts as xn--…");
        }
        if (url.getPort() == 0 || url.getPort() > 65_535) return value.refused("must have a port of 1 to 65535");
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            return value.refused("must have neither ? nor #");
        }
        if (!BASE_PATH.matcher(url.getRawPath()).matches()) {
            return value.refused("has no plain path: " + Words.quoted(url.getRawPath()));
        }
        return Optional.of(url);
    }

    private static Optional<ListenerSettings.Identity> client(Value value) {
        return TlsReader.identity(value, "chain", "key", "store", "password");
    }

    private static Set<Pin> pins(Value list) {
        Set<Pin> pins = new LinkedHashSet<>();
        for (Value item : list.items())
            item.text().flatMap(text -> pin(item, text)).ifPresent(pins::add);
        return pins;
    }

    private static Optional<Pin> pin(Value item, String text) {
        Optional<Pin> pin = Pin.parse(text);
        return pin.isPresent()
                ? pin
                : item.refused("no pin: " + Words.quoted(text)
                        + "; write sha256/ and the SHA-256 of the public key in base64, as certs show prints it");
    }

    static Set<AddressKind> addresses(Value list) {
        Set<AddressKind> kinds = EnumSet.noneOf(AddressKind.class);
        for (Value item : list.items())
            item.word(AddressKind::of, AddressKind.words()).ifPresent(kinds::add);
        return kinds;
    }

    private static Optional<Credential> credential(Value value) {
        if (value.is("caller")) return Optional.of(new Caller());
        if (value.node() instanceof YamlNode.Mapping) return signed(value);
        return value.secret().map(Own::new);
    }

    private static Optional<Credential> signed(Value value) {
        Section section = Section.of(value, "region", "access-key", "secret-key", "session-token");
        Optional<String> region = section.required("region", "eu-central-1").flatMap(UpstreamsReader::region);
        Optional<SecretReference> access = section.required("access-key", "env:AWS_ACCESS_KEY_ID")
                .flatMap(Value::secret);
        Optional<SecretReference> secret = section.required("secret-key", "env:AWS_SECRET_ACCESS_KEY")
                .flatMap(Value::secret);
        Optional<SecretReference> session = section.find("session-token").flatMap(Value::secret);
        return region.isPresent() && access.isPresent() && secret.isPresent()
                ? Optional.of(new Signed(region.get(), access.get(), secret.get(), session))
                : Optional.empty();
    }

    private static Optional<String> region(Value value) {
        Optional<String> text = value.text();
        if (text.isEmpty() || REGION.matcher(text.get()).matches()) return text;
        return value.refused("is no region: " + Words.quoted(text.get()));
    }

    private static Optional<Trust> trust(Value value) {
        if (value.is("system")) return Optional.of(new SystemTrust());
        return value.file().map(PemTrust::new);
    }

    private static Timeouts timeouts(Section section) {
        return new Timeouts(
                section.duration("connect", Duration.ofSeconds(5), SHORTEST, Duration.ofMinutes(5)),
                section.duration("first-byte", Duration.ofMinutes(10), SHORTEST, Duration.ofHours(24)),
                section.duration("idle", Duration.ofMinutes(10), SHORTEST, Duration.ofHours(24)));
    }
}
