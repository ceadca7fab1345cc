package io.tokenward.certs;

import java.nio.file.Path;

/**
 * Why a certificate or key cannot be used, in words for the person who owns the file: file, line where there is one,
 * cause, mend. Never key material.
 */
public final class CertificateProblem extends Exception {
    private static final long serialVersionUID = 1L;

    private CertificateProblem(String message) {
        super(message);
    }

    static CertificateProblem in(Path file, String cause, String mend) {
        return new CertificateProblem(file + ": " + cause + "; " + mend);
    }

    /** A problem at a line, counted from 1. */
    static CertificateProblem at(Path file, int line, String cause, String mend) {
        return new CertificateProblem(file + ":" + line + ": " + cause + "; " + mend);
    }

    /** A problem that lies in no file, such as a host name nobody can have. */
    public static CertificateProblem of(String cause, String mend) {
        return new CertificateProblem(cause + "; " + mend);
    }

    /** The same with what made it known, for the log. */
    CertificateProblem because(Throwable cause) {
        initCause(cause);
        return this;
    }
}
