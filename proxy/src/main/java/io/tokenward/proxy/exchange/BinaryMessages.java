package io.tokenward.proxy.exchange;

import io.tokenward.proxy.dialect.Unscreened;
import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import io.tokenward.proxy.route.Route;

/** Messages that are not text: recordings, where a route lets media pass. */
final class BinaryMessages {
    static final Denied REFUSED = Problem.UNSCREENABLE
            .denied("A binary message cannot be screened. Send events as text, and recordings in them.");

    private BinaryMessages() {}

    /** Whether it may pass. What a lenient reader could take for JSON, in any of its encodings, may not. */
    static boolean passes(byte[] message, Route route) {
        return route.unscreened().contains(Unscreened.MEDIA) && !looksLikeJson(message);
    }

    private static boolean looksLikeJson(byte[] message) {
        for (byte b : message) {
            switch (b) {
                case 0, ' ', '\t', '\r', '\n', (byte) 0xEF, (byte) 0xBB, (byte) 0xBF, (byte) 0xFE, (byte) 0xFF -> {}
                case '{', '[', '"' -> {
                    return true;
                }
                default -> {
                    return false;
                }
            }
        }
        return false;
    }
}
