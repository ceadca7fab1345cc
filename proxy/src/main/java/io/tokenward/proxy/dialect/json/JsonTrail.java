package io.tokenward.proxy.dialect.json;

/** Where a reader stands, without an object per value. Not thread-safe. */
final class JsonTrail {
    private final String[] names;
    private final int[] indexes;
    private int depth;

    JsonTrail(int maxDepth) {
        names = new String[maxDepth];
        indexes = new int[maxDepth];
    }

    /** One level deeper; false where that is too deep. */
    boolean enter() {
        if (depth == names.length) return false;
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
