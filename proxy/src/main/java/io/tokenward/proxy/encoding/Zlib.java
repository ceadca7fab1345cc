package io.tokenward.proxy.encoding;

import java.util.zip.Inflater;

import io.tokenward.proxy.problem.Denied;

/** The zlib format (RFC 1950); its check sum is checked by the library. */
final class Zlib {
    private Zlib() {}

    static void decode(byte[] body, Plain plain) throws Denied, Damaged {
        Inflater inflater = new Inflater();
        try {
            int end = Inflation.run(inflater, body, 0, new byte[8192], plain::add);
            if (end < body.length) throw new Damaged("something follows its end");
        } finally {
            inflater.end();
        }
    }
}
