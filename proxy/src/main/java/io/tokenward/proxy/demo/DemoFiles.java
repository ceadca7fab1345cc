package io.tokenward.proxy.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.stream.Stream;

/** The demo's own folder: a configuration as anybody would write it, secrets, the development authority's files. */
final class DemoFiles {
    private static final String CONFIGURATION = """
            # What the demo runs with: the same file format as `tokenward run -c`.
            listeners:
              - address: 127.0.0.1:%d
                tls: { identities: development }
            upstreams:
              scripted:
                url: %s
                credential: file:upstream-key
            routes:
              - { base: /, dialects: [openai, anthropic], upstream: scripted, policy: default }
            tenants:
              acme: { plan: developer, zone: Asia/Shanghai }
            plans:
              developer: { rates: { requests: 600/min, tokens: 2M/min, concurrency: 32 }, quotas: { month: 15M } }
              strict: { rates: { requests: 600/min }, security: strict }
              burst: { rates: { requests: 3/min } }
              small: { quotas: { day: 300 } }
            policies:
              default: {}
              strict: { extends: default, actions: { secret: block } }
            limits: { drain: 5s }
            keys: { store: file:keys.jsonl, pepper: file:pepper }
            rules: { packs: [builtin] }
            """;

    private final Path directory;

    DemoFiles(int port, String upstreamUrl) throws IOException {
        directory = Files.createTempDirectory("tokenward-demo-",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        Files.writeString(directory.resolve("pepper"), HexFormat.of().formatHex(random));
        Files.writeString(directory.resolve("upstream-key"), "demo-upstream-credential");
        Files.writeString(configuration(), CONFIGURATION.formatted(port, upstreamUrl));
    }

    Path configuration() {
        return directory.resolve("tokenward.yaml");
    }

    Path authority() {
        return directory.resolve("authority");
    }

    void delete() {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList())
                Files.deleteIfExists(file);
        } catch (IOException left) {
            throw new UncheckedIOException(left);
        }
    }
}
