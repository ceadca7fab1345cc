package io.tokenward.proxy.dialect;

import io.tokenward.proxy.dialect.json.FieldNames;
import io.tokenward.proxy.dialect.json.JsonReader;
import io.tokenward.proxy.dialect.json.JsonString;
import io.tokenward.proxy.dialect.json.JsonValue.JsonLiteral;
import io.tokenward.proxy.dialect.json.JsonValue.JsonObject;
import io.tokenward.proxy.dialect.json.JsonValue.Literal;
import io.tokenward.proxy.problem.Denied;
import java.util.Map;
import java.util.Set;

/**
 * How an API speaks in sessions over a WebSocket: what of a client's event begins a turn, and what the endpoint says of turns and
 * their usage. Immutable and thread-safe.
 */
public abstract sealed class SessionForm permits RealtimeForm, LiveForm, HearingForm {
    private static final int LONGEST = 256;

    private final UsageFields usage;
    private final Set<String> spoken;

    /**
     * @param usage as it is told of a turn
     * @param spoken names of the strings that a model says
     */
    SessionForm(UsageFields usage, Set<String> spoken) {
        this.usage = usage;
        this.spoken = spoken;
    }

    /** Whether the model is named by an event of the client, and not when the session is opened. */
    public abstract boolean namesModelLater();

    /** Whether an error means the turn that is under way, since no other can be; else one that was asked for and has not begun. */
    public boolean failureEnds() {
        return false;
    }

    /** What an event that was refused says of itself, so that the answer can name it. */
    public final SessionEvent refused(byte[] json) {
        try {
            return asked(JsonReader.read(json, FieldNames.NONE));
        } catch (Denied unreadable) {
            return SessionEvent.NONE;
        }
    }

    /** What an event of the client asks. */
    abstract SessionEvent asked(JsonObject event);

    /** Whether a value with that path is looked for in what the endpoint says. */
    abstract boolean wanted(String path);

    /** What an event of the endpoint is, by the values that were found. */
    abstract ServerEvent.Kind kind(Map<String, String> told, boolean said);

    /** Where the usage of a turn stands; the paths with a dot at their ends. */
    abstract Set<String> usagePaths();

    UsageFields usage() {
        return usage;
    }

    Set<String> spoken() {
        return spoken;
    }

    /** Names of objects with words in them that the model heard and did not say. */
    Set<String> heard() {
        return Set.of();
    }

    static String string(JsonObject owner, String name) {
        return owner.get(name).orElse(null) instanceof JsonString found && !found.longerThan(LONGEST)
                ? found.text()
                : "";
    }

    static boolean isTrue(JsonObject owner, String name) {
        return owner.get(name).orElse(null) instanceof JsonLiteral word && word.literal() == Literal.TRUE;
    }
}
