package io.tokenward.proxy.dialect;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * One path of a dialect with all that belongs to it. Immutable.
 *
 * @param shape how a request is read; null where it is not screened
 * @param answer how an answer is watched
 */
record Endpoint(String method, String path, Operation operation, @Nullable Shape shape, Answer answer) {
    /** A screened path. */
    static Endpoint post(String path, Operation operation, Shape shape, Answer answer) {
        return new Endpoint("POST", path, operation, shape, answer);
    }

    /** A path whose requests hold no text. */
    static Endpoint get(String path, Operation operation) {
        return new Endpoint("GET", path, operation, null, Answer.SILENT);
    }

    /** A path that is closed unless its route opens it. */
    static Endpoint closed(String method, String path, Operation operation) {
        if (operation.gate().isEmpty()) throw new IllegalArgumentException(operation.name() + " has no gate");
        return new Endpoint(method, path, operation, null, Answer.SILENT);
    }

    /** The operation that a path asks for, with the model that the path names. */
    Optional<Operation> match(PathPattern pattern, String asked) {
        return pattern.match(asked).map(model -> model.isEmpty() ? operation : operation.of(model));
    }
}
