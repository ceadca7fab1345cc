package io.tokenward.proxy.dialect;

import java.util.Optional;

import io.tokenward.proxy.problem.Denied;

/** One protocol of model endpoints. Stateless and thread-safe, but for the meters it hands out. */
public interface Dialect {
    /** The word of configuration and audit lines, such as {@code openai}. */
    String name();

    /**
     * What a request asks for.
     *
     * @param method the method as it was sent; methods are case-sensitive
     * @param path the exact path below the route's base, such as {@code /v1/chat/completions}, without a query
     * @return nothing where this dialect has no such operation
     */
    Optional<Operation> operation(String method, String path);

    /**
     * Reads the body of a screened operation. Linear in its size.
     *
     * @param body kept as it is, not copied; the caller must not change it afterwards
     * @throws Denied {@link io.tokenward.proxy.problem.Problem#BAD_BODY} with the place and the mend, where the body is not
     *     acceptable
     */
    ModelCall read(Operation operation, byte[] body) throws Denied;

    /** A fresh observer of one response to that operation. */
    UsageMeter meter(Operation operation, AnswerHead head);

    /** The header field in which its servers expect a credential, in lower case. */
    default String credentialField() {
        return "authorization";
    }

    /** The parameter of a query in which some of its clients send their credential; empty where there is none. */
    default String credentialParameter() {
        return "";
    }

    /** The refusal as this dialect's own error response; {@code reference} is the exchange's id. */
    ErrorBody error(Denied denied, String reference);

    /** What ends a stream that has begun, in the dialect's own way, so that clients raise an error. */
    byte[] streamError(Operation operation, Denied denied, String reference);

    /** How it speaks in sessions, if it has any. */
    default SessionForm sessions() {
        return RealtimeForm.REALTIME;
    }

    /**
     * The refusal of an event as an event of its session; no bytes where the API has no such event, so that the session ends.
     *
     * @param event id that the client gave it, or empty
     */
    default byte[] sessionError(Denied denied, String reference, String event) {
        throw new IllegalArgumentException(name() + " has no sessions");
    }

    /**
     * The same for a request that was read: some forms of errors name it.
     *
     * @param asked the request, where it could be read
     */
    default ErrorBody error(Denied denied, String reference, Optional<ModelCall> asked) {
        return error(denied, reference);
    }

    /** The same for a stream. */
    default byte[] streamError(Operation operation, Denied denied, String reference, Optional<ModelCall> asked) {
        return streamError(operation, denied, reference);
    }

    /**
     * Reads an answer, or one event of it, of an operation whose answers are screened.
     *
     * @throws Denied {@link io.tokenward.proxy.problem.Problem#BAD_BODY} where it is not acceptable
     */
    default ModelCall readAnswer(Operation operation, byte[] json) throws Denied {
        throw new IllegalArgumentException("answers to " + operation.name() + " are not screened");
    }

    /** How header fields begin whose values reach the other side as text and cannot be screened; empty where none do. */
    default String unscreenedFields() {
        return "";
    }
}
