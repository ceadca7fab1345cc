package io.tokenward.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.proxy.http2.Http2Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;

import javax.net.ssl.SSLSocket;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The rows of docs/http2.md, each tried with a proxy that runs. */
class Http2TableIT {
    private static ProxyFixture fixture;
    private static Http2Table table;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        fixture = new ProxyFixture(directory);
        table = new Http2Table(Http2TableIT::socket, fixture.knownKey("free"));
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    private static SSLSocket socket() throws IOException {
        return fixture.socket("h2");
    }

    @TestFactory
    Stream<DynamicTest> theProxyAnswersAsRequired() {
        return table.tests();
    }

    @Test
    void theDocumentHasTheseRowsAndNoOthers() throws IOException {
        assertThat(Http2Table.documented()).containsExactlyElementsOf(table.rows());
    }
}
