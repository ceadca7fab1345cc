package io.tokenward.proxy.route;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import io.tokenward.proxy.dialect.Dialect;
import io.tokenward.proxy.dialect.Operation;
import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;

/**
 * All routes. A path fits a route if it is the route's base followed by a path of one of its dialects, exactly; nothing is
 * matched by its beginning or end. Immutable and thread-safe.
 */
public final class Routes {
    // Asked only to tell 405 from 404.
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS");

    private final List<Route> routes;

    /**
     * The order of {@code routes} means nothing: should a path fit two, the longer base has it.
     *
     * @throws IllegalArgumentException where two routes have the same dialect at the same base
     */
    public Routes(List<Route> routes) {
        this.routes = routes.stream()
                .sorted(Comparator.comparing((Route route) -> route.base().length())
                        .reversed()
                        .thenComparing(Route::base))
                .toList();
        long places = routes.stream().mapToLong(route -> route.dialects().size()).sum();
        long distinct = routes.stream()
                .flatMap(route -> route.dialects().stream().map(dialect -> List.of(route.base(), dialect.name())))
                .distinct()
                .count();
        if (distinct < places) throw new IllegalArgumentException("two routes have the same dialect at the same base");
    }

    /**
     * What a path leads to.
     *
     * @param upstreamPath the dialect's own path with the query as it was sent: what the upstream is asked for
     */
    public record Match(Route route, Dialect dialect, Operation operation, String upstreamPath) {
        /** The same for the model that the query names. */
        public Match ofModel(String model) {
            return new Match(route, dialect, operation.of(model), upstreamPath);
        }

        /** The same for a form whose content type names that boundary. */
        public Match withBoundary(String boundary) {
            return new Match(route, dialect, operation.withBoundary(boundary), upstreamPath);
        }
    }

    /**
     * Where a request goes.
     *
     * @param rawPath the request target as it was sent, with its query
     * @throws Denied {@link Problem#BAD_PATH}, {@link Problem#PATH_UNKNOWN} or {@link Problem#METHOD_NOT_ALLOWED}
     */
    public Match match(String method, String rawPath) throws Denied {
        RequestTarget target = RequestTarget.of(rawPath);
        Optional<Match> match = find(method, target);
        if (match.isPresent()) return match.get();
        boolean known = METHODS.stream().anyMatch(other -> find(other, target).isPresent());
        throw (known ? Problem.METHOD_NOT_ALLOWED : Problem.PATH_UNKNOWN).denied();
    }

    private Optional<Match> find(String method, RequestTarget target) {
        for (Route route : routes) {
            if (!target.path().startsWith(route.prefix())) continue;
            String path = target.path().substring(route.prefix().length());
            if (!path.startsWith("/")) continue; // base /agents is no part of /agentsv1/…
            for (Dialect dialect : route.dialects()) {
                Optional<Operation> operation = dialect.operation(method, path);
                if (operation.isPresent()) {
                    return Optional.of(new Match(route, dialect, operation.get(), path + target.query()));
                }
            }
        }
        return Optional.empty();
    }
}
