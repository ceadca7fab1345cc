package io.tokenward.proxy.dialect;

import java.util.List;

/** The contract over a sample request and answers that stand in files: {@code gemini-answer.json}, {@code gemini-stream.txt}. */
abstract class RecordedDialect extends DialectContract {
    private final SampleRequest request;

    RecordedDialect(String dialect, String path, String file) {
        this.request = SampleRequest.of(dialect, path, file);
    }

    @Override
    Dialect dialect() {
        return request.spoken();
    }

    @Override
    Operation operation() {
        return request.operation();
    }

    @Override
    String request() {
        return request.body();
    }

    @Override
    List<Planted> planted() {
        return request.planted();
    }

    @Override
    String plainAnswer() {
        return SampleRequest.text(request.dialect() + "-answer.json");
    }

    @Override
    String streamedAnswer() {
        return SampleRequest.text(request.dialect() + "-stream.txt");
    }

    @Override
    Usage reported() {
        return new Usage(19, 10);
    }

    /** The code that a refusal has in the error of this dialect. */
    static String json(Dialect dialect, io.tokenward.proxy.problem.Problem problem) {
        return new String(dialect.error(problem.denied(), "tw_1").body(), java.nio.charset.StandardCharsets.UTF_8);
    }
}
