package io.tokenward.proxy.listener;

import io.netty.buffer.ByteBuf;

/**
 * Walks over the bytes of an HTTP/2 connection from frame to frame (RFC 9113 §4.1), however they are cut, and copies nothing
 * but heads of nine bytes. Not thread-safe.
 */
final class FrameWalk {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int CONTINUATION = 9;
    static final int END_HEADERS = 4;
    private static final int FRAME_HEADER = 9;
    private static final int PREFACE = 24;

    private final byte[] header = new byte[FRAME_HEADER];
    private int headerBytes;
    private int toSkip = PREFACE;
    private boolean preface = true;
    private boolean headOpen;

    /** Is told of each frame, when its head is there. */
    interface Visitor {
        /** Whether to go on after this frame. */
        boolean frame(int type, int flags, int stream, int length);
    }

    /** Goes on from where the last walk ended; gives the index behind what was walked over: the end of the bytes, or of a frame. */
    int over(ByteBuf bytes, Visitor visitor) {
        int at = bytes.readerIndex();
        int end = bytes.writerIndex();
        boolean on = true;
        while (at < end && (on || toSkip > 0)) {
            if (toSkip > 0) {
                int step = Math.min(toSkip, end - at);
                at += step;
                toSkip -= step;
                if (toSkip == 0) preface = false;
                continue;
            }
            header[headerBytes++] = bytes.getByte(at++);
            if (headerBytes == FRAME_HEADER) on = frame(visitor);
        }
        return at;
    }

    /** Whether the preface or a header block has begun and not ended. */
    boolean inHead() {
        return preface || headOpen;
    }

    private boolean frame(Visitor visitor) {
        headerBytes = 0;
        int length = (header[0] & 0xFF) << 16 | (header[1] & 0xFF) << 8 | header[2] & 0xFF;
        int type = header[3];
        int flags = header[4];
        toSkip = length;
        if (type == HEADERS || type == CONTINUATION) headOpen = (flags & END_HEADERS) == 0;
        int stream = (header[5] & 0x7F) << 24 | (header[6] & 0xFF) << 16 | (header[7] & 0xFF) << 8 | header[8] & 0xFF;
        return visitor.frame(type, flags, stream, length);
    }
}
