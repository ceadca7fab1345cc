package io.tokenward.proxy.limit;

import java.io.IOException;
import java.nio.file.Path;

/** Why a ledger file cannot be used: file, cause, mend. */
public final class LedgerProblem extends IOException {
    private static final long serialVersionUID = 1L;

    LedgerProblem(Path file, String cause, String mend) {
        super(file + ": " + cause + "; " + mend);
    }

    LedgerProblem(Path file, String cause, String mend, Throwable why) {
        this(file, cause, mend);
        initCause(why);
    }
}
