package io.tokenward.proxy.metric;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What must hold for the proxy to take requests. Not thread-safe while checks are added, thread-safe then. */
public final class Readiness {
    private final Map<String, Supplier<Optional<String>>> checks = new LinkedHashMap<>();

    /** A check that says why not, or nothing. */
    public void check(String name, Supplier<Optional<String>> why) {
        checks.put(name, why);
    }

    /** Why not, one line each; empty where the proxy is ready. */
    public List<String> missing() {
        List<String> missing = new ArrayList<>();
        checks.forEach((name, why) -> why.get().ifPresent(text -> missing.add(name + ": " + text)));
        return missing;
    }
}
