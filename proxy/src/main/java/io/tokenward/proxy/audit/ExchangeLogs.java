package io.tokenward.proxy.audit;

import java.util.List;

/** Several logs as one: each is told of every exchange, and one that accepts no more speaks for all. Thread-safe as they are. */
public record ExchangeLogs(List<ExchangeLog> of) implements ExchangeLog {
    public ExchangeLogs {
        of = List.copyOf(of);
    }

    @Override
    public void ended(ExchangeRecord record) {
        for (ExchangeLog log : of)
            log.ended(record);
    }

    @Override
    public boolean accepting() {
        for (ExchangeLog log : of)
            if (!log.accepting()) return false;
        return true;
    }
}
