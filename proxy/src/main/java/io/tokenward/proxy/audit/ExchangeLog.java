package io.tokenward.proxy.audit;

/** Takes every exchange once, when it has ended. Implementations are thread-safe and never block: event loops call them. */
public interface ExchangeLog {
    /** Takes the record; must not throw. */
    void ended(ExchangeRecord record);

    /** Whether a new exchange may begin: where records must not be lost, only while they can be kept. */
    default boolean accepting() {
        return true;
    }
}
