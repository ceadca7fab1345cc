package io.tokenward.proxy.dialect;

import java.util.List;
import java.util.Map;

/** What an endpoint said in a session, as far as turns and tokens go. Immutable. */
public final class ServerEvent {
    /** What it is to the turns of its session. */
    public enum Kind {
        /** A turn with an id has begun. */
        BEGINS,
        /** A piece of what the model says in a turn that has begun. */
        SAYS,
        /** The same as speech. */
        SPEAKS,
        /** A turn with an id has ended. */
        ENDS,
        /** A piece of what the model says, which begins a turn where none is under way. */
        SAYS_ON,
        /** The same as speech. */
        SPEAKS_ON,
        /** The turn under way has ended. */
        COMPLETES,
        /** What was spoken has been written down, which is a turn of its own. */
        TRANSCRIBES,
        /** What a client asked for could not be done. */
        FAILS,
        /** Nothing of these; it may tell usage. */
        OTHER
    }

    private final SessionForm form;
    private final Map<String, String> told;
    private final Kind kind;
    private final long bytes;
    private final long said;

    /**
     * @param told short values by their paths
     * @param bytes of the whole event
     * @param said in pieces of an answer, in hundredths of a token
     */
    ServerEvent(SessionForm form, Map<String, String> told, long bytes, long said) {
        this.form = form;
        this.told = told;
        this.kind = form.kind(told, said > 0);
        this.bytes = bytes;
        this.said = said;
    }

    /** What it is. */
    public Kind kind() {
        return kind;
    }

    /** Of the response that it is about; empty where it is about none, or where turns have no ids. */
    public String responseId() {
        return told.getOrDefault("response.id", "");
    }

    /** Of an error: the id of the client's event that it is about; empty where it names none. */
    public String about() {
        return told.getOrDefault("error.event_id", "");
    }

    long bytes() {
        return bytes;
    }

    /** Hundredths of a token. */
    long said() {
        return said;
    }

    /** The number that its usage has under the first of the names that is there, or -1. */
    long used(List<String> names) {
        for (String name : names) {
            for (String path : form.usagePaths()) {
                String number = told.get(path + name);
                if (number != null) return UsageFields.whole(number);
            }
        }
        return -1;
    }
}
