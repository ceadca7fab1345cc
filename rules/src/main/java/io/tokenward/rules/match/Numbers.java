package io.tokenward.rules.match;

import java.util.Arrays;

/** A few numbers, collected in any order: a set of bits would take room for all numbers below them. Not thread-safe. */
final class Numbers {
    private int[] numbers = new int[8];
    private int size;

    void add(int number) {
        if (size == numbers.length) numbers = Arrays.copyOf(numbers, size * 2);
        numbers[size++] = number;
    }

    void addAll(int[] others) {
        for (int other : others)
            add(other);
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Each of them once, ascending. */
    int[] distinct() {
        Arrays.sort(numbers, 0, size);
        int kept = 0;
        for (int i = 0; i < size; i++)
            if (kept == 0 || numbers[kept - 1] != numbers[i]) numbers[kept++] = numbers[i];
        size = kept;
        return Arrays.copyOf(numbers, kept);
    }
}
