package io.tokenward.proxy.limit;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;

/**
 * How a plan counts money. Amounts are whole millionths of the currency, rounded up once for each exchange.
 *
 * @param currency as it is written in answers, such as {@code CNY}
 * @param prices what consumption costs, by model; of tokens for a million
 * @param budget of a payer on this plan
 */
public record Money(String currency, Tariff prices, Quotas budget) {
    public Money {
        requireNonNull(currency, "currency");
        requireNonNull(prices, "prices");
        requireNonNull(budget, "budget");
    }

    /** An amount as people write it. */
    String words(long micros) {
        return BigDecimal.valueOf(micros, 6).stripTrailingZeros().toPlainString() + " " + currency;
    }
}
