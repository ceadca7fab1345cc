package io.tokenward.proxy.admission;

import io.tokenward.proxy.limit.Reservation;
import java.util.Optional;

/**
 * A request that goes to the upstream.
 *
 * @param judged what goes
 * @param reservation tokens held back; empty where nothing is billed
 */
public record Admitted(Judged judged, Optional<Reservation> reservation) {}
