package io.tokenward.proxy.dialect.json;

import java.util.Arrays;

/** Where a reader stands, without an object per value. Not thread-safe. */
final class JsonTrail {
    private static final int USUAL_DEPTH = 8;

    private final int maxDepth;
    private String[] names;
    private int[] indexes;
    private int depth;

    JsonTrail(int maxDepth) {
        this.maxDepth = maxDepth;
        names = new String[Math.min(USUAL_DEPTH, maxDepth)];
        indexes = new int[names.length];
    }

    /** One level deeper; false where that is too deep. */
    boolean enter() {
        if (depth == maxDepth) return false;
        if (depth == names.length) {
            names = Arrays.copyOf(names, Math.min(depth * 2, maxDepth));
            indexes = Arrays.copyOf(indexes, names.length);
        }
        names[depth] = "";
        indexes[depth++] = -2;
        return true;
    }

    void leave() {
        depth--;
    }

    /** The member that is being read. */
    void name(String name) {
        names[depth - 1] = name;
        indexes[depth - 1] = -1;
    }

    /** The item that is being read. */
    void index(int index) {
        indexes[depth - 1] = index;
    }

    String pointer() {
        var out = new StringBuilder();
        for (int i = 0; i < depth; i++) {
            if (indexes[i] == -2) break;
            out.append('/').append(indexes[i] < 0 ? JsonPath.escape(names[i]) : Integer.toString(indexes[i]));
        }
        return out.toString();
    }
}
