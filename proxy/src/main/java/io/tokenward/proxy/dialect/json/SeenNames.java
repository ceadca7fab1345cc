package io.tokenward.proxy.dialect.json;

import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** The folded names of one object. Most objects have a handful, which are found faster by looking than by hashing. Not thread-safe. */
final class SeenNames {
    private static final int FEW = 8;

    private final String[] few = new String[FEW];
    private @Nullable Set<String> many;
    private int count;

    /** False where the name is here already. */
    boolean add(String name) {
        if (many != null) return counted(many.add(name));
        for (int i = 0; i < count; i++)
            if (few[i].equals(name)) return false;
        if (count < FEW) {
            few[count] = name;
        } else {
            many = new HashSet<>();
            for (String known : few)
                many.add(known);
            many.add(name);
        }
        return counted(true);
    }

    int size() {
        return count;
    }

    private boolean counted(boolean added) {
        if (added) count++;
        return added;
    }
}
