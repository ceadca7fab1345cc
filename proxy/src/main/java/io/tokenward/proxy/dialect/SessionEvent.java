package io.tokenward.proxy.dialect;

/**
 * What an event of a client asks of its session.
 *
 * @param id that the client gave it, or empty
 * @param model that it names for the session, or empty
 * @param asks whether the model is asked to speak: a turn begins
 * @param continues whether that goes on with a turn that is under way, if one is
 * @param recording whether it brings a piece of a recording and nothing else
 */
public record SessionEvent(String id, String model, boolean asks, boolean continues, boolean recording) {
    /** What could not be read. */
    public static final SessionEvent NONE = new SessionEvent("", "", false, false, false);
}
