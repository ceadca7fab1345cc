package io.tokenward.proxy.dialect.json;

import org.jspecify.annotations.Nullable;

/** The way from the root to a value. Immutable; written as an RFC 6901 JSON pointer only when somebody asks. */
public final class JsonPath {
    /** The whole document. */
    public static final JsonPath ROOT = new JsonPath(null, "", -1);

    private final @Nullable JsonPath parent;
    private final String token;
    /** Of an item; -1 for a member. */
    private final int index;

    private JsonPath(@Nullable JsonPath parent, String token, int index) {
        this.parent = parent;
        this.token = token;
        this.index = index;
    }

    /** The member of that name. */
    public JsonPath member(String name) {
        return new JsonPath(this, name, -1);
    }

    /** The item at that index. */
    public JsonPath item(int index) {
        return new JsonPath(this, "", index);
    }

    /** The pointer, such as {@code /messages/0/content}; empty for the root. */
    public String pointer() {
        var out = new StringBuilder();
        write(out);
        return out.toString();
    }

    @Override
    public String toString() {
        return pointer();
    }

    private void write(StringBuilder out) {
        if (parent == null) return;
        parent.write(out);
        out.append('/');
        if (index < 0) {
            out.append(escape(token));
        } else {
            out.append(index);
        }
    }

    static String escape(String token) {
        if (token.indexOf('~') < 0 && token.indexOf('/') < 0) return token;
        return token.replace("~", "~0").replace("/", "~1");
    }
}
