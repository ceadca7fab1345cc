package io.tokenward.rules.memory;

import io.tokenward.detectors.Span;
import io.tokenward.detectors.text.TextView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All known attacks, and which of them a text is a copy of: one that holds three eighths of an attack's sampled shingles within a
 * stretch of the attack's own length and half as much again. Immutable and thread-safe; replaced as a whole.
 *
 * <p>One look into a table for each word of a text; about 12 bytes for each number, {@link #MOST} attacks at most.
 */
public final class AttackMemory {
    /** More are refused: about 25 MB. */
    public static final int MOST = 50_000;
    /** Nothing known. */
    public static final AttackMemory EMPTY = new AttackMemory(List.of());
    /** Copies found in one text beyond this say nothing new. */
    private static final int MOST_COPIES = 16;
    /** Attacks of one number; more share a phrase of their kind, and one word of a text must not cost as many looks. */
    private static final int MOST_OWNERS = 64;

    private final Map<String, KnownAttack> attacks = new LinkedHashMap<>();
    private final KnownAttack[] byNumber;
    /** Open addressing: a hash, and where its attacks begin in {@link #owners}, 0 for an empty place. */
    private final int[] hashes;
    private final int[] begins;
    /** Runs of attack numbers, each ended by -1; place 0 is not used. */
    private final int[] owners;
    private final int mask;
    /** A bit for each hash that may be known: small enough to stay near, and enough for nearly all texts. */
    private final long[] sieve;

    /** Of several with one id the first counts. */
    public AttackMemory(Collection<KnownAttack> known) {
        if (known.size() > MOST) throw new IllegalArgumentException(known.size() + " known attacks; at most " + MOST);
        known.forEach(attack -> attacks.putIfAbsent(attack.id(), attack));
        byNumber = attacks.values().toArray(KnownAttack[]::new);
        Map<Integer, List<Integer>> holders = new HashMap<>();
        int total = 1;
        for (int number = 0; number < byNumber.length; number++) {
            for (int hash : byNumber[number].sketch().hashes()) {
                List<Integer> owned = holders.computeIfAbsent(hash, _ -> new ArrayList<>());
                if (owned.size() == MOST_OWNERS) continue;
                owned.add(number);
                total++;
            }
        }
        int size = Integer.highestOneBit(Math.max(8, holders.size()) * 2) * 2;
        mask = size - 1;
        sieve = new long[Math.max(16, size / 16)];
        hashes = new int[size];
        begins = new int[size];
        owners = new int[total + holders.size()];
        int next = 1;
        for (var entry : holders.entrySet()) {
            int slot = free(entry.getKey());
            sieve[sifted(entry.getKey())] |= 1L << entry.getKey();
            hashes[slot] = entry.getKey();
            begins[slot] = next;
            for (int number : entry.getValue())
                owners[next++] = number;
            owners[next++] = -1;
        }
    }

    private int free(int hash) {
        int slot = slot(hash);
        while (begins[slot] != 0)
            slot = slot + 1 & mask;
        return slot;
    }

    private int slot(int hash) {
        return hash * 0x9E3779B1 >>> 7 & mask;
    }

    private int sifted(int hash) {
        return hash >>> 6 & sieve.length - 1;
    }

    /** Number of attacks. */
    public int size() {
        return byNumber.length;
    }

    /** Each once, in the order given. */
    public Collection<KnownAttack> attacks() {
        return java.util.Collections.unmodifiableCollection(attacks.values());
    }

    /** The attack of that id. */
    public Optional<KnownAttack> attack(String id) {
        return Optional.ofNullable(attacks.get(id));
    }

    /** A copy of a known attack, where it stands in the original text. */
    public record Copy(KnownAttack attack, Span span) {}

    /** The copies in a folded view of a text: each attack once, in the order of the text. */
    public List<Copy> copies(TextView folded) {
        if (byNumber.length == 0) return List.of();
        var sightings = new Sightings();
        sightings.walk(folded);
        return sightings.copies(folded);
    }

    /** One view's walk: which numbers of which attack were seen where. */
    private final class Sightings extends Shingles {
        private final Map<Integer, Trail> trails = new LinkedHashMap<>();

        @Override
        protected void shingle(int hash, int number, int start, int end) {
            if ((sieve[sifted(hash)] & 1L << hash) == 0) return;
            int slot = slot(hash);
            while (begins[slot] != 0) {
                if (hashes[slot] == hash) {
                    seen(begins[slot], hash, number, start, end);
                    return;
                }
                slot = slot + 1 & mask;
            }
        }

        private void seen(int begin, int hash, int number, int start, int end) {
            for (int at = begin; owners[at] >= 0; at++) {
                int attack = owners[at];
                trails.computeIfAbsent(attack, _ -> new Trail(byNumber[attack].sketch()))
                        .add(hash, number, start, end);
            }
        }

        List<Copy> copies(TextView folded) {
            List<Copy> copies = new ArrayList<>();
            trails.forEach((attack, trail) -> {
                if (trail.isCopy() && copies.size() < MOST_COPIES)
                    copies.add(new Copy(byNumber[attack], folded.original(trail.start(), trail.end())));
            });
            return copies;
        }
    }
}
