package io.tokenward.proxy.limit;

import static java.util.Objects.requireNonNull;

/**
 * How much may be used in calendar days and months.
 *
 * @param quotas weighted tokens
 * @param budget millionths of the currency of the plan
 */
public record Allowance(Quotas quotas, Quotas budget) {
    /** As much as anybody likes. */
    public static final Allowance UNLIMITED = new Allowance(Quotas.unlimited(), Quotas.unlimited());

    public Allowance {
        requireNonNull(quotas, "quotas");
        requireNonNull(budget, "budget");
    }

    /** Whether anything is limited. */
    public boolean limited() {
        return quotas.limited() || budget.limited();
    }

    Quotas of(Unit unit) {
        return switch (unit) {
            case TOKENS -> quotas;
            case MONEY -> budget;
        };
    }
}
