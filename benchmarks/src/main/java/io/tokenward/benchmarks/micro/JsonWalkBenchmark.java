package io.tokenward.benchmarks.micro;

import io.tokenward.benchmarks.text.ChatBodies;
import io.tokenward.proxy.dialect.Dialect;
import io.tokenward.proxy.dialect.Dialects;
import io.tokenward.proxy.dialect.ModelCall;
import io.tokenward.proxy.dialect.Operation;
import io.tokenward.proxy.problem.Denied;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reading a request with all its texts; the baseline is Jackson's tree of the same bytes. */
@State(Scope.Thread)
public class JsonWalkBenchmark {
    /** Of a body. */
    @Param({"1024", "4096", "32768", "409600"})
    public int bytes;

    private final Dialect dialect = Dialects.named("openai").orElseThrow();
    private final Operation chat = dialect.operation("POST", "/v1/chat/completions").orElseThrow();
    private byte[][] bodies = {};
    private int next;

    /** A ring of different bodies, so that branches are not learnt by heart. */
    @Setup
    public void fill() {
        var generator = new ChatBodies("bench-plain", false, bytes, 1, 1);
        bodies = new byte[16][];
        for (int i = 0; i < bodies.length; i++)
            bodies[i] = generator.next();
    }

    /** The ruler. */
    @Benchmark
    public JsonNode baselineJacksonTree() {
        return JsonMapper.shared().readTree(bodies[next++ & 15]);
    }

    /** What the proxy does. */
    @Benchmark
    public ModelCall strictWalk() throws Denied {
        return dialect.read(chat, bodies[next++ & 15]);
    }
}
