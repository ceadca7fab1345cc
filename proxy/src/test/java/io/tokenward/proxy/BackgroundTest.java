package io.tokenward.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class BackgroundTest {
    @Test
    @EnabledOnOs(OS.LINUX)
    void aThreadThatGivesWayIsNiceAndTheOthersAreNot() throws Exception {
        int before = niceness();
        var task = new FutureTask<>(() -> {
            Background.giveWay();
            return niceness();
        });
        Thread thread = Thread.ofPlatform().daemon().start(task);

        assertThat(task.get()).isEqualTo(Math.min(before + 10, 19));
        thread.join();
        assertThat(niceness()).isEqualTo(before);
    }

    /** The nineteenth field of what proc(5) says of this thread; the second one may hold anything. */
    private static int niceness() throws IOException {
        String all = Files.readString(Path.of("/proc/thread-self/stat"));
        return Integer.parseInt(all.substring(all.lastIndexOf(')') + 2).split(" ")[16]);
    }
}
