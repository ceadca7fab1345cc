package io.tokenward.proxy.limit;

/** A reservation that tells whether its exchange may make another one. */
sealed interface ReleasableReservation extends Reservation
        permits LocalReservation, DurableReservation, RedisReservation {
    /** Whether it ended without a charge. */
    boolean released();
}
