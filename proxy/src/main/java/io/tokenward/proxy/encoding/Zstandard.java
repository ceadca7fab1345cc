package io.tokenward.proxy.encoding;

import java.io.ByteArrayInputStream;
import java.io.IOException;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;

/** Zstandard (RFC 8878): all frames, with windows of 8 MiB at most as RFC 9659 has it for HTTP. */
final class Zstandard {
    private static final int WINDOW_LOG = 23;

    private Zstandard() {}

    static void decode(byte[] body, Plain plain) throws Denied, Damaged {
        if (body.length == 0) throw new Damaged("it is empty");
        byte[] chunk = new byte[8192];
        try (var stream = new ZstdInputStreamNoFinalizer(new ByteArrayInputStream(body)).setLongMax(WINDOW_LOG)) {
            for (int count; (count = stream.read(chunk)) >= 0;)
                plain.add(chunk, count);
        } catch (IOException damaged) {
            throw new Damaged("it is damaged, cut short, or needs a window of more than 8 MiB");
        } catch (LinkageError absent) {
            // The library unpacks native code into the folder for temporary files, which may not take any.
            throw Problem.CONTENT_ENCODING
                    .denied("The Content-Encoding zstd is not supported here; send gzip, deflate, br or none.");
        }
    }
}
