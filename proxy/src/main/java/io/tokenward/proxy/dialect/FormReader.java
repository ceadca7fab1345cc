package io.tokenward.proxy.dialect;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.tokenward.detectors.Role;
import io.tokenward.proxy.dialect.json.BadBody;
import io.tokenward.proxy.dialect.json.JsonPath;
import io.tokenward.proxy.dialect.multipart.MultipartReader;
import io.tokenward.proxy.dialect.multipart.Part;
import io.tokenward.proxy.problem.Denied;

/**
 * Reads a request that is a form: every field is text of the user, every name and file name too, a file is a document where it
 * is text and opaque where it is not; a file of a batch is requests, one a line. One use; not thread-safe.
 */
final class FormReader {
    private static final int MAX_MODEL = 256;
    private static final int FILE_TOKENS = 1000;
    private static final int BYTES_PER_TOKEN = 100;

    private final byte[] body;
    private final Vocabulary words;
    private final List<RequestText> texts = new ArrayList<>();
    private final OpaqueInputs.Found opaque = new OpaqueInputs.Found();
    private final Endpoints endpoints;
    private final Set<String> models = new LinkedHashSet<>();
    /** Whether the files of this form hold requests, one a line. */
    private boolean batch;
    private boolean stream;
    private String user = "";
    private long images = 1;
    private long tokens;

    private FormReader(byte[] body, Vocabulary words, Endpoints endpoints) {
        this.body = body;
        this.words = words;
        this.endpoints = endpoints;
    }

    /** @param endpoints of the dialect, which the requests of a batch may name */
    static ModelCall read(byte[] body, Vocabulary words, Operation operation, Endpoints endpoints) throws Denied {
        var reader = new FormReader(body, words, endpoints);
        List<Part> parts = MultipartReader.read(body, operation.boundary());
        for (Part part : parts)
            reader.batch |= part.name().equals("purpose") && reader.text(part).strip().equalsIgnoreCase("batch");
        for (Part part : parts)
            reader.part(part);
        if (reader.models.isEmpty() && !operation.model().isEmpty()) reader.models.add(operation.model());
        return new ModelCall(List.copyOf(reader.models), reader.stream, reader.texts, reader.tokens, 0,
                reader.opaque.all(), new Asked(reader.user, operation.makesImages() ? reader.images : 0), body);
    }

    private void part(Part part) throws Denied {
        JsonPath path = JsonPath.ROOT.member(part.name());
        if (!words.isField(part.name().replace("[]", ""))) fixed(part.name(), path.pointer() + "#", part);
        if (part.filename().isPresent()) {
            fixed(part.filename().get(), path.pointer() + "/filename", part);
            file(part, path);
            return;
        }
        String text = text(part);
        switch (part.name()) {
            case "model" -> {
                if (text.isBlank() || text.length() > MAX_MODEL) {
                    throw BadBody.at(path.pointer(), part.start(),
                            "the model must be named in 1 to " + MAX_MODEL + " characters", "name it");
                }
                models.add(text);
            }
            case "n" -> images = Math.max(1, UsageFields.whole(text));
            case "user" -> user = text.strip();
            case "stream" -> stream = text.equals("true");
            default -> {}
        }
        boolean known = part.name().equals("model") || words.isConstant(part.name(), text);
        if (!known) add(new FormText(text, Role.USER, path.pointer(), part.start(), part.end(), false));
    }

    private void file(Part part, JsonPath path) throws Denied {
        if (batch) {
            new BatchLines(endpoints, body, path, this::line).read(part.start(), part.end());
            return;
        }
        byte[] content = Arrays.copyOfRange(body, part.start(), part.end());
        if (content.length == 0) return;
        switch (Embedded.ofFile(content)) {
            case Embedded.Text(String text, _, boolean whole) -> {
                if (!whole) opaque.add(Unscreened.MEDIA, path);
                add(new FormText(text, Role.DOCUMENT, path.pointer(), part.start(), part.end(), false));
            }
            case Embedded.Opaque(long bytes) -> {
                opaque.add(Unscreened.MEDIA, path);
                tokens += Math.max(FILE_TOKENS, bytes / BYTES_PER_TOKEN);
            }
            case Embedded.Plain() -> throw new IllegalStateException("a file is text or none");
        }
    }

    private void line(BatchLines.Line line) {
        ModelCall call = line.call();
        call.texts().forEach(text -> texts.add(new BatchText(text, line.offset())));
        models.addAll(call.models());
        tokens += call.inputTokens();
        opaque.addAll(call.opaque());
    }

    /** Names stand in the head: read, but never rewritten, so that a form stays one. */
    private void fixed(String text, String pointer, Part part) {
        // No bytes of the body are its own; a replacement puts nothing in and takes nothing out.
        add(new FormText(text, Role.USER, pointer, part.start(), part.start(), true));
    }

    private void add(FormText text) {
        texts.add(text);
        tokens += TokenEstimate.of(text.text());
    }

    private String text(Part part) throws Denied {
        try {
            return StandardCharsets.UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(body, part.start(), part.end() - part.start()))
                    .toString();
        } catch (CharacterCodingException illFormed) {
            throw BadBody.at(JsonPath.ROOT.member(part.name()).pointer(), part.start(), "a field that is no UTF-8",
                    "send text, or a file with a filename");
        }
    }
}
