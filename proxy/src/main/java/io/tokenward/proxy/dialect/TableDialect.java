package io.tokenward.proxy.dialect;

import java.util.List;
import java.util.Optional;

import io.tokenward.proxy.problem.Denied;

/** A dialect that is written down as a table of its paths, and a form of errors. */
abstract class TableDialect implements Dialect {
    private final String name;
    private final ErrorForm errors;
    private final Endpoints endpoints;

    TableDialect(String name, ErrorForm errors, List<Endpoint> endpoints) {
        this.name = name;
        this.errors = errors;
        this.endpoints = new Endpoints(endpoints);
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final Optional<Operation> operation(String method, String path) {
        return endpoints.find(method, path);
    }

    @Override
    public final ModelCall read(Operation operation, byte[] body) throws Denied {
        Shape shape = endpoints.of(operation).shape();
        if (shape == null) throw new IllegalArgumentException(operation.name() + " has no prompt");
        return operation.content() == Operation.Content.FORM
                ? FormReader.read(body, shape.words(), operation, endpoints)
                : PromptReader.read(body, shape, operation, sessions());
    }

    @Override
    public final UsageMeter meter(Operation operation, AnswerHead head) {
        return endpoints.of(operation).answer().meter(head);
    }

    @Override
    public final ErrorBody error(Denied denied, String reference) {
        return errors.body(denied, reference);
    }

    @Override
    public byte[] sessionError(Denied denied, String reference, String event) {
        return errors.inSession(denied, reference, event);
    }

    @Override
    public final byte[] streamError(Operation operation, Denied denied, String reference) {
        return endpoints.of(operation).answer().error(errors, denied, reference);
    }
}
