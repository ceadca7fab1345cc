package io.tokenward.certs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileVersionsTest {
    @TempDir
    Path directory;

    @Test
    void aChangeOfContentIsSeenEvenIfSizeAndTimeAreTheSame() throws Exception {
        Path file = Files.writeString(directory.resolve("a"), "one");
        FileTime time = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
        Files.setLastModifiedTime(file, time);
        FileVersions before = FileVersions.of(List.of(file));
        Files.writeString(file, "two");
        Files.setLastModifiedTime(file, time);

        assertThat(FileVersions.of(List.of(file))).isNotEqualTo(before);
    }

    @Test
    void aNewTimeAloneIsNoChange() throws Exception {
        Path file = Files.writeString(directory.resolve("a"), "one");
        FileVersions before = FileVersions.of(List.of(file));
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));

        assertThat(FileVersions.of(List.of(file))).isEqualTo(before);
    }

    @Test
    void aFileThatGoesAndOneThatComesAreChanges() throws Exception {
        Path file = directory.resolve("a");
        FileVersions missing = FileVersions.of(List.of(file));
        Files.writeString(file, "one");
        FileVersions there = FileVersions.of(List.of(file));

        assertThat(there).isNotEqualTo(missing);
        Files.delete(file);
        assertThat(FileVersions.of(List.of(file))).isEqualTo(missing);
    }
}
