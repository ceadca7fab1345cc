package io.tokenward.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;

import javax.net.ssl.SSLSocket;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that are sent before the answers to those before them have come. */
class PipeliningIT {
    private static final int REQUESTS = 20_000;
    private static ProxyFixture fixture;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        fixture = new ProxyFixture(directory);
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    /** What is refused at once, on the event loop, must not be refused deeper and deeper in its stack. */
    @Test
    void refusalsByTheThousandAreAllAnswered() throws Exception {
        String request = "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + fixture.knownKey("open") + "\r\nContent-Length: 1\r\n\r\n?";
        var answers = new ByteArrayOutputStream();
        try (SSLSocket socket = fixture.socket()) {
            Thread reader = Thread.ofVirtual().start(() -> read(socket, answers));
            byte[] all = (request.repeat(REQUESTS - 1)
                    + request.replace("Content-Length", "Connection: close\r\nContent-Length"))
                    .getBytes(StandardCharsets.US_ASCII);
            socket.getOutputStream().write(all);
            socket.getOutputStream().flush();
            reader.join();
        }

        long refused = Pattern.compile("HTTP/1\\.1 400 ")
                .matcher(answers.toString(StandardCharsets.US_ASCII))
                .results()
                .count();
        assertThat(refused).isEqualTo(REQUESTS);
    }

    private static void read(SSLSocket socket, ByteArrayOutputStream answers) {
        try {
            socket.getInputStream().transferTo(answers);
        } catch (java.io.IOException cut) {
            // What came before counts.
        }
    }
}
