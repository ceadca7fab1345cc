package io.tokenward.proxy.limit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a shared store said is left. Immutable.
 *
 * @param meters of each that it was asked about, negative where nothing binds it
 * @param packs by who may draw on them, in the order of the scripts, by expiry; empty where the account draws on none
 */
record Rests(List<Long> meters, List<List<OfPacks>> packs) {
    /** Where the store said nothing of it. */
    static final Rests UNTOLD = new Rests(List.of(), List.of());

    /** What is left of all packs of one kind that expire at that moment. */
    record OfPacks(Instant expires, long tokens) {}

    Rests {
        meters = List.copyOf(meters);
        packs = List.copyOf(packs);
    }

    /**
     * A script's words: a number for each meter, then for each kind of packs {@code TOKENS@MILLISECONDS,…}, or {@code -} for none.
     *
     * @throws IllegalArgumentException if they are others
     */
    static Rests of(String told, int meters) {
        if (told.isEmpty()) return UNTOLD;
        List<Long> ofMeters = new ArrayList<>(meters);
        List<List<OfPacks>> packs = new ArrayList<>();
        for (String word : told.split(" ", -1)) {
            if (ofMeters.size() < meters) {
                ofMeters.add(Long.valueOf(word));
            } else {
                packs.add(packs(word));
            }
        }
        return new Rests(ofMeters, packs);
    }

    private static List<OfPacks> packs(String word) {
        if (word.equals("-")) return List.of();
        List<OfPacks> packs = new ArrayList<>(2);
        for (String each : word.split(",", -1)) {
            int at = each.indexOf('@');
            if (at < 0) throw new IllegalArgumentException("a script told packs as " + word);
            packs.add(new OfPacks(Instant.ofEpochMilli(Long.parseLong(each, at + 1, each.length(), 10)),
                    Long.parseLong(each, 0, at, 10)));
        }
        return List.copyOf(packs);
    }
}
