package io.tokenward.proxy.dialect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The paths of a dialect. A path without names in it is found at once, the others are tried in order. Immutable. */
final class Endpoints {
    private record Templated(Endpoint endpoint, PathPattern pattern) {}

    private final Map<String, Map<String, Operation>> exact = new HashMap<>();
    private final List<Templated> templated = new ArrayList<>();
    private final Map<String, Endpoint> byOperation = new HashMap<>();

    Endpoints(List<Endpoint> endpoints) {
        for (Endpoint endpoint : endpoints) {
            Endpoint other = byOperation.putIfAbsent(endpoint.operation().name(), endpoint);
            if (other != null && (other.shape() != endpoint.shape() || other.answer() != endpoint.answer())) {
                throw new IllegalArgumentException("two ways to read " + endpoint.operation().name());
            }
            if (endpoint.path().indexOf('{') >= 0) {
                templated.add(new Templated(endpoint, PathPattern.of(endpoint.path())));
            } else if (exact.computeIfAbsent(endpoint.method(), _ -> new HashMap<>())
                    .put(endpoint.path(), endpoint.operation()) != null) {
                throw new IllegalArgumentException(endpoint.path() + " stands twice");
            }
        }
    }

    Optional<Operation> find(String method, String path) {
        Operation found = exact.getOrDefault(method, Map.of()).get(path);
        if (found != null) return Optional.of(found);
        for (Templated each : templated) {
            if (!each.endpoint().method().equals(method)) continue;
            Optional<Operation> match = each.endpoint().match(each.pattern(), path);
            if (match.isPresent()) return match;
        }
        return Optional.empty();
    }

    Endpoint of(Operation operation) {
        Endpoint endpoint = byOperation.get(operation.name());
        if (endpoint == null) throw new IllegalArgumentException("no operation " + operation.name());
        return endpoint;
    }
}
