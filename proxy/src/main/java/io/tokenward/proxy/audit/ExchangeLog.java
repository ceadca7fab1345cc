package io.tokenward.proxy.audit;

/** Takes every exchange once, when it has ended. Implementations are thread-safe and never block: event loops call them. */
@FunctionalInterface
public interface ExchangeLog {
    /** Takes the record; must not throw. */
    void ended(ExchangeRecord record);
}
