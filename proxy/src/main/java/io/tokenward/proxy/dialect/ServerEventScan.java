package io.tokenward.proxy.dialect;

import io.tokenward.proxy.dialect.json.ScalarScan;

/**
 * Reads what an endpoint says in a session while its bytes pass, in pieces of any size: each byte once, in constant memory.
 * Not thread-safe.
 */
public final class ServerEventScan {
    private final SessionForm form;
    private final ScalarScan scalars;
    private RelayedText words;
    private long bytes;

    /** A scan of one session's events. */
    public ServerEventScan(SessionForm form) {
        this.form = form;
        this.scalars = new ScalarScan(form::wanted);
        this.words = new RelayedText(form.spoken(), form.heard());
    }

    /** The next bytes of an event. */
    public void see(byte[] piece, int offset, int length) {
        scalars.see(piece, offset, length);
        for (int i = offset; i < offset + length; i++)
            words.see(piece[i]);
        bytes += length;
    }

    /** The event whose bytes have come; what is seen from now on belongs to the next. */
    public ServerEvent end() {
        var event = new ServerEvent(form, scalars.found(), bytes, words.hundredths());
        scalars.restart();
        words = new RelayedText(form.spoken(), form.heard());
        bytes = 0;
        return event;
    }
}
