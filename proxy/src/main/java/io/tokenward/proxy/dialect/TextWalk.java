package io.tokenward.proxy.dialect;

import java.util.ArrayList;
import java.util.List;

import io.tokenward.detectors.Role;
import io.tokenward.proxy.dialect.Vocabulary.Content;
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

    final List<PromptText> texts = new ArrayList<>();
    int opaqueParts;
    long tokens;

    private final Vocabulary vocabulary;
    private final TokenSample estimate;

    /** @param requestBytes of the whole body */
    TextWalk(Vocabulary vocabulary, int requestBytes) {
        this.vocabulary = vocabulary;
        this.estimate = new TokenSample(requestBytes);
    }

    /**
     * Takes an object and all below.
     *
     * @param field the name under which it stands
     * @param role who speaks around it
     */
    void object(JsonObject object, JsonPath path, String field, Role role) {
        Role within = vocabulary.roleWithin(object, role);
        for (Member member : object.members())
            member(member, path, field, object, within);
    }

    /**
     * Takes one member of an object.
     *
     * @param path of the object
     * @param ownerField the name under which the object stands
     */
    void member(Member member, JsonPath path, String ownerField, JsonObject owner, Role role) {
        String name = member.name().text();
        JsonPath below = path.member(name);
        if (!vocabulary.isField(name)) add(new PromptText(member.name(), role, below, "#", null));
        tokens++;
        take(member.value(), below, name, vocabulary.content(ownerField, owner, name), role);
    }

    private void take(JsonValue value, JsonPath path, String field, Content content, Role role) {
        switch (value) {
            case JsonObject object -> object(object, path, field, role);
            case JsonArray array -> {
                for (int i = 0; i < array.items().size(); i++) {
                    JsonValue item = array.items().get(i);
                    if (!(item instanceof JsonNumber)) take(item, path.item(i), field, content, role);
                }
                if (!array.items().isEmpty() && array.items().getFirst() instanceof JsonNumber) opaqueParts++;
            }
            case JsonString string -> text(string, path, field, content, role);
            case JsonNumber number -> tokens += number.text().length();
            case JsonLiteral word -> tokens++;
        }
    }

    private void text(JsonString string, JsonPath path, String field, Content content, Role role) {
        if (!string.longerThan(LONGEST_CONSTANT) && vocabulary.isConstant(field, string.text())) {
            tokens++;
            return;
        }
        boolean link = content == Content.LINK;
        boolean dataUri = link && Embedded.isDataUri(string.text());
        if (link) {
            // The provider fetches it: the address is read, what it leads to is not.
            tokens += IMAGE_TOKENS;
            if (!dataUri) opaqueParts++;
        }
        if (content == Content.REFERENCE) opaqueParts++;
        Embedded embedded = content == Content.FILE || dataUri ? Embedded.of(string.text()) : new Embedded.Plain();
        switch (embedded) {
            case Embedded.Plain() -> add(new PromptText(string, role, path, "", null));
            case Embedded.Text text -> {
                if (!text.whole()) opaqueParts++;
                texts.add(new PromptText(string, role, path, "", text));
                tokens += TokenEstimate.of(text.text());
            }
            case Embedded.Opaque(long bytes) -> {
                opaqueParts++;
                tokens += link ? 0 : Math.max(IMAGE_TOKENS, bytes / BYTES_PER_TOKEN);
            }
        }
    }

    private void add(PromptText text) {
        texts.add(text);
        tokens += estimate.of(text.token());
    }
}
