package io.tokenward.proxy.cli;

import io.tokenward.certs.CertificateProblem;
import io.tokenward.proxy.config.ConfigProblem;
import io.tokenward.proxy.keys.KeyStoreProblem;
import io.tokenward.rules.RulesProblem;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;

/** What a user reads when a command fails: place and mend for what they can mend, a stack trace only for defects. */
final class Failures {
    private Failures() {}

    static List<String> lines(Throwable failure) {
        return switch (failure) {
            case ConfigProblem problem -> problem.messages();
            case RulesProblem problem -> problem.messages();
            case CertificateProblem problem -> List.of("tokenward: " + problem.getMessage());
            case KeyStoreProblem problem -> List.of("tokenward: " + problem.getMessage());
            case NoSuchFileException missing ->
                List.of("tokenward: " + missing.getFile() + ": no such file or directory");
            case AccessDeniedException denied -> List.of("tokenward: " + denied.getFile() + ": permission denied");
            case IOException problem -> List.of("tokenward: " + problem.getMessage());
            default -> {
                var trace = new StringWriter();
                failure.printStackTrace(new PrintWriter(trace));
                yield List.of("tokenward: a defect, please report it: " + trace);
            }
        };
    }
}
