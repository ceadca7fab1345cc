package io.tokenward.proxy.admission;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tokenward.detectors.Passage;
import io.tokenward.rules.DeadlineExceeded;
import io.tokenward.rules.Evidence;
import io.tokenward.rules.RuleEngine;
import io.tokenward.rules.Scope;
import io.tokenward.rules.Trust;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

import javax.crypto.spec.SecretKeySpec;

/**
 * What passages showed, so that a conversation which is sent again with every turn costs only its new text. Thread-safe.
 *
 * <p>Holds evidence, never a verdict: policies apply after the look-up. Keys are HMAC-SHA-256 values under a key of this
 * process over tenant, role, trust, engine, text and what was looked for, so that the cache holds no text, one tenant cannot probe another's, and
 * nobody can make two texts collide. At most {@link #MAX_FINDINGS} findings in all; least recently used go first.
 */
public final class EvidenceCache {
    static final long MAX_FINDINGS = 400_000;
    /** Shorter texts are examined faster than they are hashed. */
    static final int MIN_LENGTH = 64;

    private final Cache<Key, Evidence> cache;
    private final ThreadLocal<TextMac> macs;
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();

    /** A cache with a key of its own. */
    public EvidenceCache(SecureRandom random) {
        this(random, MAX_FINDINGS);
    }

    EvidenceCache(SecureRandom random, long maxFindings) {
        cache = Caffeine.newBuilder()
                .maximumWeight(maxFindings)
                .weigher((Key _, Evidence evidence) -> 1 + evidence.findings().size())
                .expireAfterAccess(Duration.ofHours(1))
                .build();
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        var key = new SecretKeySpec(secret, "HmacSHA256");
        macs = ThreadLocal.withInitial(() -> new TextMac(key));
    }

    /** The evidence of a passage, from the cache or fresh; evidence cut short by the deadline is never kept. */
    public Evidence of(Passage passage, String tenant, Trust trust, RuleEngine engine, long deadlineNanos)
            throws DeadlineExceeded {
        return of(passage, tenant, trust, engine, Scope.ALL, deadlineNanos);
    }

    /** The same, and what is looked for: evidence of different scopes is kept apart. */
    Evidence of(Passage passage, String tenant, Trust trust, RuleEngine engine, Scope scope, long deadlineNanos)
            throws DeadlineExceeded {
        if (passage.text().length() < MIN_LENGTH) return engine.examine(passage, trust, scope, deadlineNanos);
        Key key = key(passage, tenant, trust, engine, scope);
        Evidence known = cache.getIfPresent(key);
        if (known != null) {
            hits.increment();
            return known;
        }
        misses.increment();
        Evidence fresh = engine.examine(passage, trust, scope, deadlineNanos);
        cache.put(key, fresh);
        return fresh;
    }

    /**
     * The evidence of short passages that are always sent together. Known is only that nothing was in any of them, under one
     * key: what a client says in the head of its requests is nearly always the same, and clean.
     */
    List<Evidence> ofAll(List<Passage> passages, String tenant, Trust trust, RuleEngine engine, Scope scope,
            long deadlineNanos) throws DeadlineExceeded {
        TextMac mac = begun(tenant, trust, engine, scope).field("all");
        // Lengths first: then the texts in a row are these texts.
        passages.forEach(passage -> mac.field(passage.role().word()).field(Integer.toString(passage.text().length())));
        var key = new Key(mac.text(passages.stream().map(Passage::text).collect(Collectors.joining())));
        if (cache.getIfPresent(key) != null) {
            hits.increment();
            return Collections.nCopies(passages.size(), Evidence.NONE);
        }
        misses.increment();
        List<Evidence> fresh = new ArrayList<>(passages.size());
        for (Passage passage : passages)
            fresh.add(engine.examine(passage, trust, scope, deadlineNanos));
        if (fresh.stream().allMatch(evidence -> evidence.findings().isEmpty())) cache.put(key, Evidence.NONE);
        return fresh;
    }

    /** Texts whose evidence was known. */
    public long hits() {
        return hits.sum();
    }

    /** Texts that had to be examined. */
    public long misses() {
        return misses.sum();
    }

    /** Texts whose evidence is held, more or less. */
    public long size() {
        return cache.estimatedSize();
    }

    /** What is held: for tests of what it is not. */
    Map<?, Evidence> held() {
        cache.cleanUp();
        return cache.asMap();
    }

    private Key key(Passage passage, String tenant, Trust trust, RuleEngine engine, Scope scope) {
        return new Key(begun(tenant, trust, engine, scope).field(passage.role().word()).text(passage.text()));
    }

    private TextMac begun(String tenant, Trust trust, RuleEngine engine, Scope scope) {
        return macs.get().field(scope.name()).field(tenant).field(trust.word()).field(engine.version());
    }

    private static final class Key {
        private final byte[] digest;

        Key(byte[] digest) {
            this.digest = digest;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key that && Arrays.equals(digest, that.digest);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(digest);
        }
    }
}
