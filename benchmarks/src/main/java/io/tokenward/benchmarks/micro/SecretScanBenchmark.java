package io.tokenward.benchmarks.micro;

import io.tokenward.benchmarks.text.ChatBodies;
import io.tokenward.benchmarks.text.Prose;
import io.tokenward.detectors.Detectors;
import io.tokenward.detectors.Passage;
import io.tokenward.detectors.secret.SecretScanner;
import io.tokenward.detectors.text.TextView;
import io.tokenward.proxy.dialect.Dialect;
import io.tokenward.proxy.dialect.Dialects;
import io.tokenward.proxy.problem.Denied;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Looking for secrets in clean text, and for personal data; the baseline looks every byte of it up in a table of classes and
 * counts changes of class, which is the least that any tokenizer does.
 */
@State(Scope.Thread)
public class SecretScanBenchmark {
    /** Of a text. */
    @Param({"1024", "4096", "32768", "409600"})
    public int bytes;

    /** Of a text: English chat or Chinese prose. */
    @Param({"en", "zh"})
    public String language = "en";

    private final SecretScanner secrets = Detectors.standard().secrets();
    private final List<String> texts = new ArrayList<>();
    private final List<byte[]> encoded = new ArrayList<>();
    private final byte[] classes = new byte[256];
    private int next;

    /** A ring of different texts. */
    @Setup
    public void fill() throws Denied {
        for (int i = 0; i < 256; i++)
            classes[i] = (byte) (Character.isLetter(i)
                    ? 1
                    : Character.isDigit(i) ? 2 : Character.isWhitespace(i) ? 3 : 0);
        List<String> chats = chats();
        for (int i = 0; i < 16; i++) {
            texts.add(language.equals("zh") ? new Prose(language, i).text(bytes) : chats.get(i));
            encoded.add(texts.getLast().getBytes(StandardCharsets.UTF_8));
        }
    }

    private List<String> chats() throws Denied {
        Dialect dialect = Dialects.named("openai").orElseThrow();
        var chat = dialect.operation("POST", "/v1/chat/completions").orElseThrow();
        var generator = new ChatBodies("bench-plain", false, bytes + 2048, 1, 1);
        var chats = new ArrayList<String>();
        for (int i = 0; i < 16; i++) {
            var text = new StringBuilder();
            for (Passage passage : dialect.read(chat, generator.next()).prompt().passages())
                text.append(passage.text()).append('\n');
            chats.add(text.substring(0, Math.min(bytes, text.length())));
        }
        return chats;
    }

    /** The ruler. */
    @Benchmark
    public int baselineByteClasses() {
        int changes = 0;
        int before = 0;
        for (byte b : encoded.get(next++ & 15)) {
            int now = classes[b & 0xff];
            if (now != before) changes++;
            before = now;
        }
        return changes;
    }

    /** All formats over the text as it stands; encoded stretches are decoded for the rules anyway. */
    @Benchmark
    public void secrets(Blackhole sink) {
        sink.consume(secrets.scan(texts.get(next++ & 15), List.<TextView>of(), language.equals("en")));
    }

    /** All kinds of personal data. */
    @Benchmark
    public void personalData(Blackhole sink) {
        sink.consume(Detectors.standard().pii().scan(texts.get(next++ & 15)));
    }
}
