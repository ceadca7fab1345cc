package io.tokenward.proxy.encoding;

import java.io.ByteArrayInputStream;
import java.io.IOException;

import io.tokenward.proxy.problem.Denied;
import org.brotli.dec.BrotliInputStream;

/** Brotli (RFC 7932), whose windows are bounded by 16 MiB. */
final class Brotli {
    private Brotli() {}

    static void decode(byte[] body, Plain plain) throws Denied, Damaged {
        var source = new Source(body, body.length);
        if (!whole(source, plain)) throw new Damaged("it is damaged");
        if (source.available() > 0) throw new Damaged("something follows its end");
        // The library compares its place with the end only where it met the end. Where it did not, some of the last bytes
        // may have been read and not used: then the stream is whole without the last of them.
        if (!source.ended && whole(new Source(body, body.length - 1), null)) {
            throw new Damaged("something follows its end");
        }
    }

    private static boolean whole(Source source, @org.jspecify.annotations.Nullable Plain plain) throws Denied {
        byte[] chunk = new byte[8192];
        try (var stream = new BrotliInputStream(source)) {
            for (int count; (count = stream.read(chunk)) >= 0;)
                if (plain != null) plain.add(chunk, count);
            return true;
        } catch (IOException damaged) {
            return false;
        }
    }

    private static final class Source extends ByteArrayInputStream {
        private boolean ended;

        Source(byte[] body, int length) {
            super(body, 0, length);
        }

        @Override
        public synchronized int read(byte[] target, int offset, int length) {
            int count = super.read(target, offset, length);
            ended |= count < 0;
            return count;
        }
    }
}
