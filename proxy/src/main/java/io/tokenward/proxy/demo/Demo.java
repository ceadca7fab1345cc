package io.tokenward.proxy.demo;

import io.tokenward.certs.DevelopmentAuthority;
import io.tokenward.proxy.Proxy;
import io.tokenward.proxy.audit.Totals;
import io.tokenward.proxy.config.Settings;
import io.tokenward.proxy.config.SettingsReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;

/** Puts the demo together: scripted model, example keys, the proxy as {@code run} would start it, the tour, then service. */
public final class Demo {
    private final PrintStream out;
    private final int port;
    private final boolean once;

    /**
     * A demo that prints to {@code out}.
     *
     * @param port to listen on; 0 takes a free one
     * @param once whether to end after the tour
     */
    public Demo(PrintStream out, int port, boolean once) {
        this.out = out;
        this.port = port;
        this.once = once;
    }

    /** Runs until the tour ends, or until the process is told to stop. True if everything was as it should be. */
    public boolean run() throws Exception {
        try (ScriptedModel model = ScriptedModel.start(0)) {
            var files = new DemoFiles(port, model.url());
            try {
                return run(model, files);
            } finally {
                files.delete();
            }
        }
    }

    private boolean run(ScriptedModel model, DemoFiles files) throws Exception {
        Settings settings = SettingsReader.read(files.configuration());
        DemoKeys keys = keys(settings);
        var records = new TourLog(new Totals());
        Proxy proxy = Proxy.start(settings, records, files.authority());
        try {
            Path ca = DevelopmentAuthority.openOrCreate(files.authority(), Clock.systemUTC()).caFile();
            out.printf("Tokenward listens on https://127.0.0.1:%d, before a scripted model endpoint at %s%n%n",
                    proxy.port(), model.url());
            var client = new TourClient(proxy.port(), ca);
            boolean good = new Tour(new TourGuide(client, records, model, out), keys).play();
            if (once) return good;
            invite(proxy.port(), ca, keys);
            serve(proxy, records, model, files);
            return good;
        } finally {
            proxy.drain();
        }
    }

    private static DemoKeys keys(Settings settings) throws Exception {
        return DemoKeys.create(settings.keys().open(Clock.systemUTC()));
    }

    private void invite(int listening, Path ca, DemoKeys keys) {
        out.printf(
                """

                        Still serving; stop with Ctrl-C.
                        API key: %1$s
                        Strict key: %2$s
                        Burst key: %3$s
                        Small key: %4$s
                        CA file: %5$s
                        Base URL: https://127.0.0.1:%6$d/v1

                        curl --cacert %5$s https://127.0.0.1:%6$d/v1/chat/completions -H 'Authorization: Bearer %1$s' \
                        -H 'Content-Type: application/json' -d '{"model":"scripted-1","messages":[{"role":"user","content":"Hello"}]}'

                        NODE_EXTRA_CA_CERTS=%5$s node --input-type=module -e '
                        import OpenAI from "openai";
                        const client = new OpenAI({ baseURL: "https://127.0.0.1:%6$d/v1", apiKey: "%1$s" });
                        const answer = await client.chat.completions.create({ model: "scripted-1", messages: [{ role: "user", content: "Hello" }] });
                        console.log(answer.choices[0].message.content);'

                        curl --cacert %5$s https://127.0.0.1:%6$d/v1/messages -H 'x-api-key: %1$s' \
                        -H 'anthropic-version: 2023-06-01' -H 'Content-Type: application/json' \
                        -d '{"model":"scripted-1","max_tokens":64,"messages":[{"role":"user","content":"Hello"}]}'

                        NODE_EXTRA_CA_CERTS=%5$s node --input-type=module -e '
                        import Anthropic from "@anthropic-ai/sdk";
                        const client = new Anthropic({ baseURL: "https://127.0.0.1:%6$d", apiKey: "%1$s" });
                        const message = await client.messages.create({ model: "scripted-1", max_tokens: 64, messages: [{ role: "user", content: "Hello" }] });
                        console.log(message.content[0].text);'
                        """,
                keys.developer(), keys.strict(), keys.burst(), keys.small(), ca, listening);
        out.flush();
    }

    private void serve(Proxy proxy, TourLog records, ScriptedModel model, DemoFiles files) throws InterruptedException {
        records.stopKeeping();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            proxy.drain();
            out.printf("%nTokens billed upstream: %d; tokens blocked before billing (estimate): %d%n",
                    model.tokensBilled(),
                    records.totals().tokensBlocked());
            files.delete();
        }, "drain"));
        new CountDownLatch(1).await();
    }
}
