package io.tokenward.proxy.config;

import io.tokenward.proxy.audit.AuditSettings;
import io.tokenward.rules.yaml.YamlNode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads what belongs to the process as a whole: {@code limits}, {@code keys}, {@code rules}, {@code admin}, {@code audit}, {@code health}, {@code notices}, {@code handover}. */
final class ProcessReader {
    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "::1", "localhost");
    private static final String BUILTIN = "builtin";

    private ProcessReader() {}

    static LimitsSettings limits(Section top) {
        Section section = top.section("limits", "head", "body", "bodies-in-memory", "expansion", "connections",
                "connections-per-address",
                "screening-queue",
                "screening-threads", "header-timeout", "body-timeout", "idle-timeout", "drain");
        int head = (int) section.size("head", 32 * KIB, KIB, MIB);
        int body = (int) section.size("body", 16 * MIB, KIB, 256 * MIB);
        // A body that fits the one bound and not the other could never be sent.
        long smallest = body;
        long usual = Math.min(256 * MIB, Runtime.getRuntime().maxMemory() / 3);
        long bodies = section.size("bodies-in-memory", Math.max(usual, smallest), smallest, 1L << 40);
        Duration second = Duration.ofSeconds(1);
        int connections = section.count("connections", 20_000, 1, 1_000_000);
        return new LimitsSettings(head, body, bodies,
                section.count("expansion", 100, 1, 1000),
                connections, section.count("connections-per-address", connections, 1, 1_000_000),
                section.count("screening-queue", 512, 1, 1_000_000),
                section.count("screening-threads", Runtime.getRuntime().availableProcessors(), 1, 1024),
                section.duration("header-timeout", Duration.ofSeconds(10), second, Duration.ofMinutes(10)),
                section.duration("body-timeout", Duration.ofSeconds(60), second, Duration.ofHours(1)),
                section.duration("idle-timeout", Duration.ofSeconds(75), second, Duration.ofHours(24)),
                section.duration("drain", Duration.ofSeconds(30), Duration.ZERO, Duration.ofHours(24)));
    }

    static Optional<KeysSettings> keys(Value value) {
        Section section = Section.of(value, "store", "pepper", "former-pepper");
        Optional<Path> store = section.required("store", "file:data/keys.jsonl").flatMap(Value::file);
        Optional<SecretReference> pepper = section.required("pepper", "file:secrets/key-pepper")
                .flatMap(Value::secret);
        return store.isPresent() && pepper.isPresent()
                ? Optional.of(new KeysSettings(store.get(), pepper.get(),
                        section.find("former-pepper").flatMap(Value::secret)))
                : Optional.empty();
    }

    static Optional<AdminSettings> admin(Value value) {
        Section section = Section.of(value, "address", "credential");
        Optional<Value> where = section.required("address", "127.0.0.1:9443");
        Optional<ListenerSettings.Address> address = where.flatMap(ListenersReader::address)
                .filter(found -> LOOPBACK.contains(found.host()) || where.get()
                        .refused("must be an address of this machine alone, such as 127.0.0.1:9443; reach it from"
                                + " elsewhere through ssh or kubectl port-forward")
                        .isPresent());
        Optional<SecretReference> credential = section.required("credential", "file:secrets/admin-key")
                .flatMap(Value::secret);
        return address.isPresent() && credential.isPresent()
                ? Optional.of(new AdminSettings(address.get(), credential.get()))
                : Optional.empty();
    }

    static Optional<ListenerSettings.Address> health(Value value) {
        return Section.of(value, "address").required("address", "127.0.0.1:9444").flatMap(ListenersReader::address);
    }

    static Optional<AuditSettings> audit(Value value) {
        Section section = Section.of(value, "directory", "retain", "on-full");
        Optional<Path> directory = section.required("directory", "data/audit")
                .flatMap(found -> found.text()
                        .flatMap(found::path));
        Duration retain = section.duration("retain", Duration.ofDays(90), Duration.ofHours(1), Duration.ofDays(3650));
        AuditSettings.OnFull onFull = section.find("on-full")
                .flatMap(found -> found.word(
                        word -> Stream.of(AuditSettings.OnFull.values())
                                .filter(one -> one.word().equals(word))
                                .findFirst(),
                        Stream.of(AuditSettings.OnFull.values()).map(AuditSettings.OnFull::word).toList()))
                .orElse(AuditSettings.OnFull.STOP);
        return directory.map(found -> new AuditSettings(found, retain, onFull));
    }

    static Optional<NoticeSettings> notices(Value value) {
        Section section = Section.of(value, "webhook", "credential");
        Optional<URI> webhook = section.required("webhook", "https://billing.example/packages")
                .flatMap(UpstreamsReader::url);
        Optional<SecretReference> credential = section.find("credential").flatMap(Value::secret);
        return webhook.map(found -> new NoticeSettings(found, credential));
    }

    static Optional<Path> handover(Value value) {
        return Section.of(value, "socket").required("socket", "file:run/handover.sock").flatMap(Value::file);
    }

    static RulesSettings rules(Section top) {
        Section section = top.section("rules", "packs", "signed-by");
        List<Path> signedBy = section.find("signed-by").map(ProcessReader::keyFiles).orElse(List.of());
        Optional<Value> packs = section.find("packs");
        if (packs.isEmpty()) return new RulesSettings(true, List.of(), signedBy);
        boolean builtin = false;
        List<Path> directories = new ArrayList<>();
        for (Value item : packs.get().items()) {
            if (item.is(BUILTIN)) {
                if (builtin) item.error("\"builtin\" stands twice");
                builtin = true;
                continue;
            }
            Optional<Path> directory = item.text().flatMap(item::path);
            if (directory.filter(directories::contains).isPresent()) item.error("the same pack stands twice");
            directory.ifPresent(directories::add);
        }
        return new RulesSettings(builtin, directories, signedBy);
    }

    /** An empty list says what a missing one says: no pack needs a signature. */
    private static List<Path> keyFiles(Value value) {
        if (value.node() instanceof YamlNode.Sequence list && list.items().isEmpty()) return List.of();
        return value.items().stream().flatMap(item -> item.file().stream()).toList();
    }
}
