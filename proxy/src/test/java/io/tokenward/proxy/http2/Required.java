package io.tokenward.proxy.http2;

import io.tokenward.proxy.http2.Peer.Frame;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What has to come back.
 *
 * @param words as they stand in the table
 */
record Required(String words, Check check) {
    /** Reads what comes and throws where it is something else. */
    interface Check {
        void of(Peer peer) throws IOException;
    }

    /** The connection ends (§5.4.1); where the reason can still be read, it is one of these. */
    static Required connectionError(Code... codes) {
        return new Required("connection error " + names(codes), peer -> {
            Frame frame = peer.read(seen -> seen.type() == Peer.GOAWAY);
            if (frame.type() == Peer.GOAWAY) one(frame, codes);
        });
    }

    /** The stream ends, or the whole connection (§5.4.2). */
    static Required streamError(Code... codes) {
        return new Required("stream error " + names(codes), peer -> {
            Frame frame = peer.read(seen -> seen.type() == Peer.GOAWAY || seen.type() == Peer.RST_STREAM);
            if (frame.type() >= 0) one(frame, codes);
        });
    }

    static Required answer(int stream) {
        return new Required("answered",
                peer -> came(peer.read(frame -> frame.type() == Peer.HEADERS && frame.stream() == stream
                        || frame.type() == Peer.GOAWAY || frame.type() == Peer.RST_STREAM), Peer.HEADERS));
    }

    static Required data() {
        return new Required("answered with DATA",
                peer -> came(peer.read(frame -> frame.type() == Peer.DATA || frame.type() == Peer.GOAWAY
                        || frame.type() == Peer.RST_STREAM), Peer.DATA));
    }

    /** DATA of that many bytes, since the window is no larger. */
    static Required data(int length) {
        return new Required("DATA of " + length + " byte" + (length == 1 ? "" : "s"), peer -> {
            Frame frame = peer.read(seen -> seen.type() == Peer.DATA || seen.type() == Peer.GOAWAY);
            came(frame, Peer.DATA);
            if (frame.payload().length != length) throw new AssertionError("came: " + frame);
        });
    }

    /** The connection lives: a PING is answered, with these bytes and before any other. */
    static Required alive(String eight) {
        return new Required("connection goes on", peer -> {
            Frame frame = peer.ping(eight).read(seen -> seen.type() == Peer.PING || seen.type() == Peer.GOAWAY);
            came(frame, Peer.PING);
            if ((frame.flags() & Peer.ACK) == 0 || !Arrays.equals(frame.payload(), Peer.ascii(eight)))
                throw new AssertionError("came: " + frame);
        });
    }

    static Required settingsAcknowledged() {
        return new Required("SETTINGS acknowledged",
                peer -> came(peer.read(frame -> frame.type() == Peer.SETTINGS && (frame.flags() & Peer.ACK) != 0),
                        Peer.SETTINGS));
    }

    private static void came(Frame frame, int type) {
        if (frame.type() != type) throw new AssertionError("came: " + (frame.type() < 0 ? "the end" : frame));
    }

    private static void one(Frame frame, Code... codes) {
        if (Arrays.stream(codes).noneMatch(code -> code.ordinal() == frame.code()))
            throw new AssertionError("came: " + frame);
    }

    private static String names(Code... codes) {
        return List.of(codes).stream().map(Code::name).collect(Collectors.joining(" or "));
    }
}
