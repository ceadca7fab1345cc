package io.tokenward.proxy.dialect;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import io.tokenward.detectors.Passage;
import io.tokenward.detectors.Prompt;
import io.tokenward.proxy.dialect.json.BadBody;

import org.jspecify.annotations.Nullable;

/** One request to a model, read. Immutable and thread-safe as long as nobody writes into {@link #body}. */
public final class ModelCall {
    private final List<String> models;
    private final boolean stream;
    private final List<RequestText> texts;
    private final long inputTokens;
    private final long maxOutputTokens;
    private final OpaqueInputs opaque;
    private final byte[] body;
    private final List<Passage> fields;
    private final Asked asked;
    // Written without a lock: who comes at the same time makes an equal one.
    private @Nullable Prompt prompt;

    ModelCall(List<String> models, boolean stream, List<? extends RequestText> texts, long inputTokens,
            long maxOutputTokens,
            OpaqueInputs opaque, Asked asked, byte[] body) {
        this(models, stream, texts, inputTokens, maxOutputTokens, opaque, asked, body, List.of());
    }

    private ModelCall(List<String> models, boolean stream, List<? extends RequestText> texts, long inputTokens,
            long maxOutputTokens, OpaqueInputs opaque, Asked asked, byte[] body, List<Passage> fields) {
        this.models = List.copyOf(models);
        this.stream = stream;
        this.texts = List.copyOf(texts);
        this.inputTokens = inputTokens;
        this.maxOutputTokens = maxOutputTokens;
        this.opaque = opaque;
        this.body = body;
        this.fields = List.copyOf(fields);
        this.asked = asked;
    }

    /** The same call with fields of its head, which the prompt then ends with. */
    public ModelCall withFields(List<Passage> passages) {
        if (passages.isEmpty() && fields.isEmpty()) return this;
        return new ModelCall(models, stream, texts, inputTokens, maxOutputTokens, opaque, asked, body, passages);
    }

    /** How many passages of the prompt stand in the body: those before the fields of the head. */
    public int bodyPassages() {
        return texts.size();
    }

    /** A turn of a session with a model, which reads so many tokens; its texts came before. */
    public static ModelCall turn(String model, long inputTokens) {
        return new ModelCall(model.isEmpty() ? List.of() : List.of(model), true, List.of(), inputTokens, -1,
                new OpaqueInputs.Found().all(), Asked.NOTHING, new byte[0]);
    }

    /** The model as the caller names it, of several the first; empty where the operation needs none. */
    public String model() {
        return models.isEmpty() ? "" : models.getFirst();
    }

    /** All models that are asked for: more than one in a batch. */
    public List<String> models() {
        return models;
    }

    /** Whether the answer is to come as an event stream. */
    public boolean stream() {
        return stream;
    }

    /** Every text of the request, first those of its body; made at the first call. */
    public Prompt prompt() {
        Prompt known = prompt;
        if (known != null) return known;
        Prompt made = new Prompt(Stream.concat(texts.stream().map(RequestText::passage), fields.stream()).toList());
        prompt = made;
        return made;
    }

    /** Every text with its place. */
    List<RequestText> texts() {
        return texts;
    }

    /** An estimate of the input in tokens, rather too high than too low. */
    public long inputTokens() {
        return inputTokens;
    }

    /** The most tokens the caller lets all answers together have, or -1 where the caller sets no limit. */
    public long maxOutputTokens() {
        return maxOutputTokens;
    }

    /** For whom the caller asks, as it names its user; empty where it does not. */
    public String user() {
        return asked.user();
    }

    /** How many pictures are to be made. */
    public long images() {
        return asked.images();
    }

    /** The event of a session that this is; without words where it is none. */
    public SessionEvent event() {
        return asked.event();
    }

    /** What nobody here can read. */
    public OpaqueInputs opaque() {
        return opaque;
    }

    /** The bytes as they came; not a copy. */
    public byte[] body() {
        return body;
    }

    /** A JSON pointer in the words of SDKs: {@code /messages/1/content} is {@code messages[1].content}. */
    public String param(String pointer) {
        return BadBody.param(pointer);
    }

    /**
     * The body with other text in some places; every byte outside the strings concerned stays as it is.
     *
     * @throws IllegalArgumentException where a replacement lies outside its passage or the body, or two overlap
     */
    public byte[] rewrite(List<Replacement> replacements) {
        List<Replacement> ordered = replacements.stream()
                .sorted(Comparator.comparingInt((Replacement r) -> texts.get(checked(r)).start())
                        .thenComparingInt(Replacement::passage)
                        .thenComparingInt(r -> r.span().start())
                        .thenComparingInt(r -> r.span().end()))
                .toList();
        var out = new ByteArrayOutputStream(body.length + 64);
        int copied = 0;
        for (int i = 0; i < ordered.size();) {
            int passage = ordered.get(i).passage();
            List<Replacement> own = new ArrayList<>();
            while (i < ordered.size() && ordered.get(i).passage() == passage)
                own.add(ordered.get(i++));
            RequestText text = texts.get(passage);
            out.write(body, copied, text.start() - copied);
            out.writeBytes(text.written(changed(prompt().passages().get(passage).text(), own)));
            copied = text.end();
        }
        out.write(body, copied, body.length - copied);
        return out.toByteArray();
    }

    private int checked(Replacement replacement) {
        int passage = replacement.passage();
        if (passage < 0 || passage >= texts.size()) throw new IllegalArgumentException("no passage " + passage);
        int length = prompt().passages().get(passage).text().length();
        if (replacement.span().end() > length) {
            throw new IllegalArgumentException(
                    "span ends at " + replacement.span().end() + " in a passage of " + length);
        }
        return passage;
    }

    private static String changed(String text, List<Replacement> ordered) {
        var out = new StringBuilder(text.length());
        int copied = 0;
        for (Replacement replacement : ordered) {
            if (replacement.span().start() < copied) throw new IllegalArgumentException("replacements overlap");
            out.append(text, copied, replacement.span().start()).append(replacement.text());
            copied = replacement.span().end();
        }
        return out.append(text, copied, text.length()).toString();
    }
}
