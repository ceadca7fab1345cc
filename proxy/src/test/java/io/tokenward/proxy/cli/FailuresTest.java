package io.tokenward.proxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class FailuresTest {
    @Test
    void aFileThatCannotBeOpenedIsNamedWithTheReason() {
        assertThat(Failures.lines(new NoSuchFileException("a/b.jsonl")))
                .containsExactly("tokenward: a/b.jsonl: no such file or directory");
        assertThat(Failures.lines(new AccessDeniedException("a/b.jsonl")))
                .containsExactly("tokenward: a/b.jsonl: permission denied");
    }
}
