package io.tokenward.proxy.listener;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** The protocols that a client hello offers (RFC 8446 section 4.1.2, RFC 7301 section 3.1). Reads, and moves nothing. */
final class HelloProtocols {
    private static final int VERSION_AND_RANDOM = 34;
    private static final int ALPN = 16;

    private HelloProtocols() {}

    /** Whether that is the one protocol offered, as RFC 8737 section 3 asks of those who validate; false for what is no hello. */
    static boolean onlyOne(ByteBuf hello, String protocol) {
        try {
            return only(hello.slice(), protocol.getBytes(StandardCharsets.US_ASCII));
        } catch (IndexOutOfBoundsException cut) {
            return false;
        }
    }

    private static boolean only(ByteBuf hello, byte[] protocol) {
        hello.skipBytes(VERSION_AND_RANDOM);
        hello.skipBytes(hello.readUnsignedByte()); // session
        hello.skipBytes(hello.readUnsignedShort()); // ciphers
        hello.skipBytes(hello.readUnsignedByte()); // compressions
        ByteBuf extensions = hello.readSlice(hello.readUnsignedShort());
        while (extensions.isReadable()) {
            int kind = extensions.readUnsignedShort();
            ByteBuf extension = extensions.readSlice(extensions.readUnsignedShort());
            if (kind == ALPN) return isOnly(extension, protocol);
        }
        return false;
    }

    private static boolean isOnly(ByteBuf list, byte[] protocol) {
        if (list.readUnsignedShort() != protocol.length + 1 || list.readUnsignedByte() != protocol.length) return false;
        for (byte octet : protocol)
            if (list.readByte() != octet) return false;
        return !list.isReadable();
    }
}
