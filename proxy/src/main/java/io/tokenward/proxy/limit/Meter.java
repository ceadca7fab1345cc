package io.tokenward.proxy.limit;

/** One thing that is counted of one owner, by calendar day and month. */
record Meter(Owner owner, Unit unit) {}
