package io.tokenward.proxy.encoding;

import java.util.zip.CRC32;
import java.util.zip.Inflater;

import io.tokenward.proxy.problem.Denied;

/**
 * The gzip format (RFC 1952): one member after the other to the last byte. The library's own stream passes over what
 * follows the last member, and does not tell where that is.
 */
final class Gzip {
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int HEADER_CRC = 2;
    private static final int RESERVED = 0xE0;
    private static final int HEADER = 10;
    private static final int TRAILER = 8;

    private final byte[] body;
    private int at;

    private Gzip(byte[] body) {
        this.body = body;
    }

    static void decode(byte[] body, Plain plain) throws Denied, Damaged {
        new Gzip(body).members(plain);
    }

    private void members(Plain plain) throws Denied, Damaged {
        byte[] chunk = new byte[8192];
        Inflater inflater = new Inflater(true);
        try {
            do {
                header();
                inflater.reset();
                var crc = new CRC32();
                at = Inflation.run(inflater, body, at, chunk, (bytes, count) -> {
                    crc.update(bytes, 0, count);
                    plain.add(bytes, count);
                });
                trailer(crc.getValue(), inflater.getBytesWritten());
            } while (at < body.length);
        } finally {
            inflater.end();
        }
    }

    private void header() throws Damaged {
        int start = at;
        need(HEADER);
        if (at(0) != 0x1F || at(1) != 0x8B || at(2) != 8) {
            throw new Damaged(start == 0 ? "it does not begin as gzip does" : "something follows its end");
        }
        int flags = at(3);
        if ((flags & RESERVED) != 0) throw new Damaged("it has flags that are not known");
        at += HEADER;
        if ((flags & EXTRA) != 0) {
            need(2);
            int length = at(0) | at(1) << 8;
            at += 2;
            need(length);
            at += length;
        }
        if ((flags & NAME) != 0) text();
        if ((flags & COMMENT) != 0) text();
        if ((flags & HEADER_CRC) != 0) {
            need(2);
            var crc = new CRC32();
            crc.update(body, start, at - start);
            if ((crc.getValue() & 0xFFFF) != (at(0) | at(1) << 8)) throw new Damaged("its check sum is wrong");
            at += 2;
        }
    }

    private void text() throws Damaged {
        do
            need(1);
        while (body[at++] != 0);
    }

    private void trailer(long crc, long length) throws Damaged {
        need(TRAILER);
        if (number(0) != crc || number(4) != (length & 0xFFFF_FFFFL)) throw new Damaged("its check sum is wrong");
        at += TRAILER;
    }

    private void need(int bytes) throws Damaged {
        if (body.length - at < bytes) throw new Damaged("it is cut short");
    }

    private int at(int offset) {
        return body[at + offset] & 0xFF;
    }

    private long number(int offset) {
        return at(offset) | (long) at(offset + 1) << 8 | (long) at(offset + 2) << 16 | (long) at(offset + 3) << 24;
    }
}
