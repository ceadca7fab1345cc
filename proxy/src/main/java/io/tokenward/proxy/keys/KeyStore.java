package io.tokenward.proxy.keys;

import io.tokenward.proxy.live.Live;
import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of a file of JSON Lines, which the proxy reads and the command line writes. The last record of an id holds.
 * Thread-safe: authentication reads one snapshot and never waits; changes take turns, also between processes.
 */
public final class KeyStore {
    private static final Logger LOG = LoggerFactory.getLogger(KeyStore.class);

    private final KeyFile file;
    private final Pepper pepper;
    private final PepperRenewal renewal;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    /** Compared with where there is no record, so that an unknown id takes as long as a known one. */
    private final byte[] nobodysHash;
    private final Live<KeyFile.Snapshot> live;
    private volatile @Nullable KeyStoreProblem problem;
    private volatile Set<String> revokedElsewhere = Set.of();
    private KeyFile.Stamp refused = KeyFile.Stamp.MISSING; // guarded by this

    private KeyStore(KeyFile file, Pepper pepper, Optional<Pepper> former, Clock clock, KeyFile.Snapshot first) {
        this.file = file;
        this.pepper = pepper;
        renewal = new PepperRenewal(pepper, former);
        this.clock = clock;
        live = new Live<>(first);
        nobodysHash = pepper.hash(ApiKey.generate(random).bytes());
    }

    /**
     * The store in a file; a missing file is an empty store and comes into being with the first key.
     *
     * @param jsonl one record per line, written by this class only
     * @throws KeyStoreProblem if the file cannot be read, a line is no record, was changed or belongs to another pepper
     */
    public static KeyStore open(Path jsonl, Pepper pepper, Clock clock) throws KeyStoreProblem {
        return open(jsonl, pepper, Optional.empty(), clock);
    }

    /**
     * The same, while a pepper is replaced: keys that were made with the former one are good, and are hashed under the new one
     * when they are used.
     *
     * @param former the pepper until now
     */
    public static KeyStore open(Path jsonl, Pepper pepper, Optional<Pepper> former, Clock clock)
            throws KeyStoreProblem {
        KeyFile file = new KeyFile(jsonl, pepper, former);
        try {
            return new KeyStore(file, pepper, former, clock, file.read());
        } catch (IOException e) {
            throw KeyStoreProblem.of(jsonl, e);
        }
    }

    /**
     * Who presents this key. Microseconds, no input or output.
     *
     * @param presented the key as sent, without the word Bearer
     * @throws Denied KEY_MISSING if blank, KEY_UNKNOWN if no such key, KEY_REVOKED, KEY_EXPIRED; which of the last two is
     *     told only to who has the whole key
     */
    public Caller authenticate(String presented) throws Denied {
        if (presented.isBlank()) throw Problem.KEY_MISSING.denied();
        // Shape and checksum are no secret: leaving early here tells nothing about the store.
        ApiKey key = ApiKey.parse(presented).orElseThrow(Problem.KEY_UNKNOWN::denied);
        KeyFile.Snapshot now = live.get();
        KeyRecord record = now.byId().get(key.id());
        byte[] hash = renewal.hash(key, now);
        boolean known = record == null ? MessageDigest.isEqual(nobodysHash, hash) : record.hashIs(hash);
        if (record == null || !known) throw Problem.KEY_UNKNOWN.denied();
        if (record.revoked() || revokedElsewhere.contains(record.id())) throw Problem.KEY_REVOKED.denied();
        if (record.expiredAt(clock.instant())) throw Problem.KEY_EXPIRED.denied();
        renewal.used(key, now);
        return record.caller();
    }

    /** Refuses a key where or when it may not be used. */
    public void requireHere(Caller caller, String route, String address) throws Denied {
        caller.requireHere(route, address, clock.instant());
    }

    /**
     * Makes a key; it is on disk when this returns, and nowhere but in the result.
     *
     * @param models what it may use, as in {@link Caller#mayUse}; empty for all
     * @param ttl how long it is good; empty for ever
     * @param name what its owner calls it
     * @throws IllegalArgumentException if tenant, plan or a model is blank or {@code ttl} is not positive
     * @throws UncheckedIOException if the file cannot be written or has become unreadable
     */
    public ApiKey create(String tenant, String plan, List<String> models, Optional<Duration> ttl, String name) {
        return create(List.of(new NewKey(tenant, plan, models, Restrictions.NONE, ttl, name))).getFirst();
    }

    /**
     * Makes several keys; all are on disk when this returns. A crash in between leaves some of them made and known to nobody.
     *
     * @throws IllegalArgumentException if tenant, plan or a model of one is blank; none is made then
     * @throws UncheckedIOException if the file cannot be written or has become unreadable
     */
    public List<ApiKey> create(List<NewKey> wanted) {
        List<Made> made = wanted.stream().map(this::made).toList();
        return change(channel -> {
            append(channel, made.stream().map(Made::record).toList());
            return made.stream().map(Made::key).toList();
        });
    }

    private record Made(ApiKey key, KeyRecord record) {}

    private Made made(NewKey wanted) {
        ApiKey key = unusedKey();
        Instant created = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return new Made(key, new KeyRecord(key.id(), pepper.hash(key.bytes()), wanted.tenant(), wanted.plan(),
                wanted.models(), wanted.restrictions(), wanted.ttl().map(created::plus), false, wanted.name(),
                created));
    }

    private ApiKey unusedKey() {
        ApiKey key = ApiKey.generate(random);
        return live.get().byId().containsKey(key.id()) ? unusedKey() : key;
    }

    /** All records in the order of creation, revoked and expired ones too. */
    public List<KeyRecord> list() {
        return List.copyOf(live.get().byId().values());
    }

    /**
     * Takes a key back for good; on disk when this returns. Running proxies see it with their next
     * {@link #reloadIfChanged}.
     *
     * @return whether there is a key of that id; true also if it was revoked before
     * @throws UncheckedIOException if the file cannot be written or has become unreadable
     */
    public boolean revoke(String id) {
        return change(channel -> {
            KeyRecord record = live.get().byId().get(id);
            if (record == null) return false;
            if (!record.revoked()) append(channel, List.of(record.asRevoked()));
            return true;
        });
    }

    /** Ids of all keys that were revoked here. */
    public Set<String> revoked() {
        return live.get()
                .byId()
                .values()
                .stream()
                .filter(KeyRecord::revoked)
                .map(KeyRecord::id)
                .collect(
                        Collectors.toUnmodifiableSet());
    }

    /**
     * Refuses keys that another proxy has revoked, too, whatever the file here says of them; for as long as this process runs.
     *
     * @param ids all of them, every time
     */
    public void revokedElsewhere(Set<String> ids) {
        revokedElsewhere = Set.copyOf(ids);
    }

    /**
     * Makes a key for the same tenant, plan, models, name and length of life as another, which stays good for a while, so
     * that programs can be moved from the one to the other. Both are on disk when this returns.
     *
     * @param overlap how long the old key stays good; zero or less ends it now
     * @return the new key, or nothing if there is no key of that id or it was revoked
     * @throws UncheckedIOException if the file cannot be written or has become unreadable
     */
    public Optional<ApiKey> rotate(String id, Duration overlap) {
        return change(channel -> {
            KeyRecord old = live.get().byId().get(id);
            if (old == null || old.revoked()) return Optional.empty();
            Optional<Duration> ttl = old.expires().map(end -> Duration.between(old.created(), end));
            // The new one first: a crash in between leaves the old key as good as it was.
            Made made = made(new NewKey(old.tenant(), old.plan(), old.models(), old.restrictions(), ttl, old.name()));
            append(channel, List.of(made.record(), old.expiringAt(clock.instant().plus(overlap))));
            return Optional.of(made.key());
        });
    }

    /**
     * Puts in force what another process wrote. Costs one look at the file's size and time if nothing changed; to be called
     * every second, on a thread that may read files. If the file has become unusable or is gone, the keys in force stay so,
     * the log says why once, and {@link #problem} tells it until it is mended.
     */
    public synchronized void reloadIfChanged() {
        if (!live.get().former().isEmpty()) renew();
        try {
            KeyFile.Stamp stamp = file.stamp();
            if (stamp.equals(live.get().stamp())) {
                problem = null;
                return;
            }
            if (problem != null && stamp.equals(refused)) return;
            refused = stamp;
            reload();
            problem = null;
        } catch (IOException e) {
            KeyStoreProblem found = KeyStoreProblem.of(file.path(), e);
            if (problem == null || !String.valueOf(found.getMessage()).equals(problem.getMessage())) {
                LOG.error("The keys in force stay so: {}", found.getMessage());
            }
            problem = found;
        }
    }

    /** Ids of keys that are known by the former pepper alone: it is needed until they were used, or replaced. */
    public Set<String> underFormerPepper() {
        return Set.copyOf(live.get().former());
    }

    /**
     * Takes over from the former pepper what was used, by its new hash, and what nobody may use any more, as it is; what cannot
     * be written is tried again.
     */
    private void renew() {
        if (renewal.due(live.get(), clock.instant()).isEmpty()) return;
        try {
            renewal.done(change(channel -> {
                // Again: another process may have changed the file.
                List<KeyFile.Line> due = renewal.due(live.get(), clock.instant());
                write(channel, due);
                return due;
            }));
        } catch (UncheckedIOException unwritable) {
            LOG.warn("Keys stay under the former pepper: {}", unwritable.getMessage());
        }
    }

    /** Why the file as it is now is not in force; empty if all is well. */
    public Optional<KeyStoreProblem> problem() {
        return Optional.ofNullable(problem);
    }

    private void reload() throws IOException {
        KeyFile.Snapshot next = file.read();
        if (next.byId().isEmpty() && !live.get().byId().isEmpty()) {
            throw KeyStoreProblem.in(file.path(), "the records are gone",
                    "bring them back; keys are revoked by id, not by deleting");
        }
        requireRevocationsKept(next);
        live.replace(next);
    }

    /** Each line is sealed, the file as a whole is not: a backup put back would let revoked keys in again. */
    private void requireRevocationsKept(KeyFile.Snapshot next) throws KeyStoreProblem {
        for (KeyRecord known : live.get().byId().values()) {
            KeyRecord found = next.byId().get(known.id());
            if (known.revoked() && found != null && !found.revoked()) {
                throw KeyStoreProblem.in(file.path(), "the revocation of key " + known.id() + " is gone",
                        "revoke it again, or restart if it is meant to be good again");
            }
        }
    }

    private synchronized <T> T change(KeyFile.Exclusive<T> work) {
        try {
            return file.exclusively(channel -> {
                if (!file.stamp().equals(live.get().stamp())) reload();
                return work.run(channel);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(KeyStoreProblem.of(file.path(), e));
        }
    }

    private void append(FileChannel channel, List<KeyRecord> records) throws IOException {
        Set<String> old = live.get().former();
        write(channel, records.stream().map(each -> new KeyFile.Line(each, old.contains(each.id()), false)).toList());
    }

    private void write(FileChannel channel, List<KeyFile.Line> lines) throws IOException {
        if (lines.isEmpty()) return;
        file.append(channel, lines);
        live.replace(live.get().with(lines, file.stamp()));
    }
}
