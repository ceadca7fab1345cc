package io.tokenward.proxy.dialect;

import java.util.ArrayList;
import java.util.List;

import io.tokenward.detectors.Role;
import io.tokenward.proxy.dialect.json.JsonPath;
import io.tokenward.proxy.dialect.json.JsonValue;
import io.tokenward.proxy.dialect.json.JsonValue.JsonArray;
import io.tokenward.proxy.dialect.json.JsonValue.JsonLiteral;
import io.tokenward.proxy.dialect.json.JsonValue.JsonNumber;
import io.tokenward.proxy.dialect.json.JsonValue.JsonObject;
import io.tokenward.proxy.dialect.json.JsonString;
import io.tokenward.proxy.dialect.json.JsonValue.Member;

/** Collects the texts below a value: all strings and all names, except the dialect's own words. One use; not thread-safe. */
final class TextWalk {
    /** No dialect has a longer word of its own; longer strings need not be read to know that they are none. */
    private static final int LONGEST_CONSTANT = 64;
    private static final long IMAGE_TOKENS = 1000;
    // Between one second of speech per 4 kB and dense text; a guess on the high side for most files.
    private static final long BYTES_PER_TOKEN = 100;

    private static final int SHORTEST_FILE = 256;
    private static final int TOKENS_PER_TURN = 4;

    final List<PromptText> texts = new ArrayList<>();
    final OpaqueInputs.Found opaque = new OpaqueInputs.Found();
    long tokens;

    private final Vocabulary vocabulary;
    private final TokenSample estimate;

    /** @param requestBytes of the whole body */
    TextWalk(Vocabulary vocabulary, int requestBytes) {
        this.vocabulary = vocabulary;
        this.estimate = new TokenSample(requestBytes);
    }

    /**
     * Takes one member of a request itself.
     *
     * @param path of the request, which may stand in a batch of others
     */
    void request(Member member, JsonPath path, JsonObject owner) {
        member(member, path, "", owner, vocabulary.roleOf(member.name().text()), false);
    }

    private void object(JsonObject object, JsonPath path, String field, Role role, boolean free) {
        if (!free && vocabulary.isTurn(field)) tokens += TOKENS_PER_TURN;
        Role within = free ? role : vocabulary.roleWithin(object, field, role);
        for (Member member : object.members()) {
            Role speaking = free ? within : vocabulary.roleOf(member.name().text(), within);
            member(member, path, field, object, speaking, free);
        }
    }

    /**
     * Takes one member of an object.
     *
     * @param path of the object
     * @param ownerField the name under which the object stands
     * @param free whether names and meanings are the caller's own here
     */
    private void member(Member member, JsonPath path, String ownerField, JsonObject owner, Role role, boolean free) {
        String name = member.name().text();
        JsonPath below = path.member(name);
        Unscreened elsewhere = free ? null : vocabulary.elsewhere(name);
        if (elsewhere != null && !isNull(member.value())) opaque.add(elsewhere, below);
        if (!vocabulary.isField(name)) add(new PromptText(member.name(), role, below, "#", null));
        tokens++;
        Content content = free ? Content.TEXT : vocabulary.content(ownerField, owner, name);
        take(member.value(), below, name, content, role, free || vocabulary.isFreeForm(name));
    }

    private static boolean isNull(JsonValue value) {
        return value instanceof JsonLiteral word && word.literal() == JsonValue.Literal.NULL;
    }

    private void take(JsonValue value, JsonPath path, String field, Content content, Role role, boolean free) {
        switch (value) {
            case JsonObject object -> object(object, path, field, role, free);
            case JsonArray array -> array(array, path, field, content, role, free);
            case JsonString string -> text(string, path, field, content, role);
            case JsonNumber number -> tokens += number.text().length();
            case JsonLiteral word -> tokens++;
        }
    }

    private void array(JsonArray array, JsonPath path, String field, Content content, Role role, boolean free) {
        int numbers = 0;
        for (int i = 0; i < array.items().size(); i++) {
            JsonValue item = array.items().get(i);
            if (item instanceof JsonNumber) {
                numbers++;
            } else {
                take(item, path.item(i), field, content, role, free);
            }
        }
        tokens += numbers;
        if (numbers > 0 && !free && vocabulary.isTokenIds(field)) opaque.add(Unscreened.TOKEN_IDS, path);
    }

    private void text(JsonString string, JsonPath path, String field, Content content, Role role) {
        if (!string.longerThan(LONGEST_CONSTANT) && vocabulary.isConstant(field, string.text())) {
            tokens++;
            return;
        }
        switch (content) {
            case TEXT -> add(new PromptText(string, role, path, "", null));
            case FILE -> embedded(string, path, role, Unscreened.MEDIA, true);
            case SEALED -> embedded(string, path, role, Unscreened.SEALED, true);
            case LINK -> link(string, path, role);
            case FILE_ID -> reference(string, path, role, Unscreened.FILES);
            case RECORDING_ID -> reference(string, path, role, Unscreened.MEDIA);
            case STORED_ID -> reference(string, path, role, Unscreened.STORED);
            case EMBEDDINGS -> reference(string, path, role, Unscreened.TOKEN_IDS);
            case TEMPLATE -> reference(string, path, role, Unscreened.TEMPLATES);
        }
    }

    /** The provider fetches it: the address is read, what it leads to is not. */
    private void link(JsonString string, JsonPath path, Role role) {
        tokens += IMAGE_TOKENS;
        if (Embedded.isDataUri(string.text())) {
            embedded(string, path, role, Unscreened.MEDIA, false);
        } else if (KeptFile.isNamedBy(string.text())) {
            reference(string, path, role, Unscreened.FILES);
        } else {
            opaque.link(string.text(), path);
            add(new PromptText(string, role, path, "", null));
        }
    }

    private void reference(JsonString string, JsonPath path, Role role, Unscreened kind) {
        opaque.add(kind, path);
        add(new PromptText(string, role, path, "", null));
    }

    private void embedded(JsonString string, JsonPath path, Role role, Unscreened kind, boolean counted) {
        switch (Embedded.of(string.text())) {
            case Embedded.Plain() -> add(new PromptText(string, role, path, "", null));
            case Embedded.Text text -> {
                if (!text.whole()) opaque.add(kind, path);
                texts.add(new PromptText(string, role, path, "", text));
                tokens += TokenEstimate.of(text.text());
            }
            case Embedded.Opaque(long bytes) -> {
                opaque.add(kind, path);
                // No file is so short; a key in the alphabet of base64 is.
                if (string.text().length() <= SHORTEST_FILE) add(new PromptText(string, role, path, "", null));
                if (counted) tokens += Math.max(IMAGE_TOKENS, bytes / BYTES_PER_TOKEN);
            }
        }
    }

    private void add(PromptText text) {
        texts.add(text);
        tokens += estimate.of(text.token());
    }
}
