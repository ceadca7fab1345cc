package io.tokenward.proxy.keys;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;

/** Why the key store or its pepper cannot be used: file, line where there is one, cause, mend. Never key material. */
public final class KeyStoreProblem extends IOException {
    private static final long serialVersionUID = 1L;

    private KeyStoreProblem(String message) {
        super(message);
    }

    static KeyStoreProblem in(Path file, String cause, String mend) {
        return new KeyStoreProblem(file + ": " + cause + "; " + mend);
    }

    /** A problem at a line, counted from 1. */
    static KeyStoreProblem at(Path file, int line, String cause, String mend) {
        return new KeyStoreProblem(file + ":" + line + ": " + cause + "; " + mend);
    }

    static KeyStoreProblem of(Path file, IOException e) {
        if (e instanceof KeyStoreProblem problem) return problem;
        var problem = e instanceof AccessDeniedException
                ? in(file, "the user " + System.getProperty("user.name") + " may not read or write it",
                        "mend the permissions of the file and of the directories above it")
                : in(file, "cannot be read or written (" + e.getClass().getSimpleName() + ")",
                        "check the disk and the path");
        problem.initCause(e);
        return problem;
    }
}
