package io.tokenward.proxy;

import io.tokenward.certs.CertificateLife;
import io.tokenward.certs.CertificateProblem;
import io.tokenward.certs.DevelopmentAuthority;
import io.tokenward.certs.IdentitySource;
import io.tokenward.certs.KeyStoreIdentity;
import io.tokenward.certs.PemIdentity;
import io.tokenward.certs.Revocation;
import io.tokenward.certs.SubjectName;
import io.tokenward.certs.acme.AcmeFiles;
import io.tokenward.certs.acme.AcmeIdentity;
import io.tokenward.certs.ocsp.FetchedStatus;
import io.tokenward.proxy.config.ConfigProblem;
import io.tokenward.proxy.config.ListenerSettings;
import io.tokenward.proxy.config.SecretReference;
import io.tokenward.proxy.keys.Caller;
import io.tokenward.proxy.listener.Challenges;
import io.tokenward.proxy.listener.ClientCertificates;
import io.tokenward.proxy.listener.ReloadingTls;
import io.tokenward.proxy.listener.ServerIdentity;
import io.tokenward.proxy.listener.Stapling;
import io.tokenward.proxy.listener.TlsStatus;
import io.tokenward.proxy.upstream.Lookup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** From the settings of a listener to its certificates. */
public final class TlsWiring {
    private TlsWiring() {}

    /** What shows and asks for certificates on that listener; {@code home} is where a development authority has its files. */
    static ReloadingTls open(ListenerSettings listener, Path home, Challenges challenges, Clock clock)
            throws IOException, ConfigProblem, CertificateProblem {
        return ReloadingTls.open("listener " + listener.address(), identities(listener, home, clock),
                clientCertificates(listener), listener.policy(), challenges, clock);
    }

    /** Who is meant by a name in a client certificate of that listener. */
    static Map<SubjectName, Caller> callers(ListenerSettings listener) {
        return switch (listener.clients()) {
            case ListenerSettings.Anyone() -> Map.of();
            case ListenerSettings.Certified(_, _, var callers, _) -> callers;
        };
    }

    /** Whether handshakes wait for an OCSP responder. */
    static boolean asksResponder(ListenerSettings listener) {
        return switch (listener.clients()) {
            case ListenerSettings.Anyone() -> false;
            case ListenerSettings.Certified(_, _, _, Revocation revocation) -> revocation.ocsp().isPresent();
        };
    }

    /** Reads all certificates of a listener that has files, and drops them: throws if it could not start with them. */
    public static void check(ListenerSettings listener) throws IOException, ConfigProblem, CertificateProblem {
        open(listener, Path.of(""), new Challenges(), Clock.systemUTC());
    }

    /** The sources of a listener's own certificates, in the order of the file. Nothing but passwords is read yet. */
    public static List<ServerIdentity> identities(ListenerSettings listener, Path home, Clock clock)
            throws ConfigProblem, CertificateProblem {
        return switch (listener.tls()) {
            case ListenerSettings.Plain() -> List.of();
            case ListenerSettings.Development() -> List.of(new ServerIdentity(List.of(),
                    DevelopmentAuthority.openOrCreate(home, clock).server(List.of())));
            case ListenerSettings.Identities(var identities) -> {
                List<ServerIdentity> sources = new ArrayList<>();
                for (ListenerSettings.Identity identity : identities)
                    sources.add(new ServerIdentity(identity.names(), source(identity, clock),
                            stapling(identity.status(), clock)));
                yield sources;
            }
        };
    }

    /** The certificates in force for a status page: names and values that JSON can hold. */
    static List<Map<String, Object>> shown(Map<String, TlsStatus> listeners, Instant now) {
        List<Map<String, Object>> shown = new ArrayList<>();
        listeners.forEach((listener, status) -> {
            for (CertificateLife life : status.certificates()) {
                Map<String, Object> entry = new LinkedHashMap<>();
                entry.put("listener", listener);
                entry.put("name", life.name());
                entry.put("serial", life.serial());
                entry.put("until", life.until().toString());
                entry.put("days-left", life.daysLeft(now));
                status.problem().ifPresent(problem -> entry.put("problem", problem));
                shown.add(entry);
            }
        });
        return shown;
    }

    private static ClientCertificates clientCertificates(ListenerSettings listener) {
        return switch (listener.clients()) {
            case ListenerSettings.Anyone() -> new ClientCertificates.NotAsked();
            case ListenerSettings.Certified(boolean required, Path authorities, _, Revocation revocation) ->
                new ClientCertificates.Asked(authorities, required, revocation);
        };
    }

    private static Stapling stapling(Optional<ListenerSettings.Status> status, Clock clock) {
        if (status.isEmpty()) return new Stapling.None();
        return switch (status.get()) {
            case ListenerSettings.StatusFile(Path file) -> new Stapling.InFile(file);
            case ListenerSettings.FetchedStatus(var addresses) -> new Stapling.Fetched(new FetchedStatus(
                    new ResponderAddresses(addresses, Lookup.SYSTEM), clock, new SecureRandom()));
        };
    }

    static IdentitySource source(ListenerSettings.Identity identity, Clock clock) throws ConfigProblem {
        return switch (identity) {
            case ListenerSettings.Pem(_, Path chain, Path key, var password, _) ->
                new PemIdentity(chain, key, password(password), clock);
            case ListenerSettings.Store(_, Path store, var password, _) ->
                new KeyStoreIdentity(store, password(Optional.of(password)), clock);
            case ListenerSettings.Ordered(var names, Path storage, _) ->
                new AcmeIdentity(new AcmeFiles(storage, names, clock), clock);
        };
    }

    /** Resolved once here, so that a missing one is told with its place, and anew at each use. */
    private static Supplier<char[]> password(Optional<SecretReference> reference) throws ConfigProblem {
        if (reference.isEmpty()) return () -> new char[0];
        Arrays.fill(reference.get().resolve(), (byte) 0);
        return () -> {
            try {
                return characters(reference.get().resolve());
            } catch (ConfigProblem missing) {
                throw new UncheckedIOException(new IOException(String.join("; ", missing.messages())));
            }
        };
    }

    private static char[] characters(byte[] utf8) {
        CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(utf8));
        char[] characters = new char[decoded.remaining()];
        decoded.get(characters);
        Arrays.fill(decoded.array(), '\0');
        Arrays.fill(utf8, (byte) 0);
        return characters;
    }
}
