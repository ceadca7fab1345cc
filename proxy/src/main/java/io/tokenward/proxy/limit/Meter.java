package io.tokenward.proxy.limit;

import org.jspecify.annotations.Nullable;

/** One thing that is counted of one owner, by calendar day and month. */
record Meter(Owner owner, Unit unit) {
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || other instanceof Meter of && unit == of.unit && owner.equals(of.owner);
    }

    @Override
    public int hashCode() {
        return 31 * owner.hashCode() + unit.ordinal();
    }
}
