package io.tokenward.proxy.dialect;

import java.util.Map;
import java.util.Set;

import io.tokenward.detectors.Role;
import io.tokenward.proxy.dialect.json.FieldNames;
import io.tokenward.proxy.dialect.json.JsonString;
import io.tokenward.proxy.dialect.json.JsonValue.JsonObject;

import org.jspecify.annotations.Nullable;

/**
 * The words of a dialect as data: what is a field, what is a constant, what its strings are, and who speaks where. What is not
 * named here is text of the user. Immutable and thread-safe; made by {@link VocabularyBuilder}.
 */
final class Vocabulary {
    private final FieldNames names;
    private final Set<String> fields;
    private final Map<String, Set<String>> constants;
    private final Map<String, Content.Rule> contents;
    private final Set<String> tokenIds;
    private final Map<String, Unscreened> elsewhere;
    private final Map<String, Role> members;
    private final Map<String, Role> within;
    private final Map<String, Role> types;
    private final Map<String, Role> typeEndings;
    private final Set<String> turns;
    private final Map<String, Role> speakers;

    Vocabulary(VocabularyBuilder words) {
        this.names = words.names();
        this.fields = Set.copyOf(words.fields);
        this.constants = Map.copyOf(words.constants);
        this.contents = Map.copyOf(words.contents);
        this.tokenIds = Set.copyOf(words.tokenIds);
        this.elsewhere = Map.copyOf(words.elsewhere);
        this.members = Map.copyOf(words.members);
        this.within = Map.copyOf(words.within);
        this.types = Map.copyOf(words.types);
        this.typeEndings = Map.copyOf(words.typeEndings);
        this.turns = Set.copyOf(words.turns);
        this.speakers = Map.copyOf(words.speakers);
    }

    /** The field names, for the reader of bodies. */
    FieldNames names() {
        return names;
    }

    /** Whether a member's name is the dialect's own word, so that it carries no text of the caller. */
    boolean isField(String name) {
        return fields.contains(name);
    }

    /** Whether names and meanings below that member are the caller's own. */
    boolean isFreeForm(String name) {
        return names.freeForm().contains(name);
    }

    /** Whether the text is one of the words that the dialect has for this field. */
    boolean isConstant(String field, String text) {
        Set<String> words = constants.get(field);
        return words != null && words.contains(text);
    }

    /** What the strings of a field are. */
    Content content(String ownerField, JsonObject owner, String field) {
        Content.Rule rule = contents.get(field);
        return rule == null ? Content.TEXT : rule.of(ownerField, owner);
    }

    /** Whether an array of numbers there stands for text. What nobody knows may. */
    boolean isTokenIds(String field) {
        return tokenIds.contains(field) || !fields.contains(field);
    }

    /** As what a member counts whose meaning is made elsewhere, whatever its value is; null where it is read here. */
    @Nullable
    Unscreened elsewhere(String field) {
        return elsewhere.get(field);
    }

    /** Who speaks below a member of the request itself. */
    Role roleOf(String member) {
        return members.getOrDefault(member, Role.USER);
    }

    /** Who speaks below a member of another object. */
    Role roleOf(String member, Role around) {
        return within.getOrDefault(member, around);
    }

    /** Whether objects under that name are turns of a conversation, which say themselves who speaks. */
    boolean isTurn(String field) {
        return turns.contains(field);
    }

    /** Who speaks in an object that stands under a name; parts and turns say it themselves. */
    Role roleWithin(JsonObject object, String field, Role around) {
        if (turns.contains(field) && object.get("role").orElse(null) instanceof JsonString role) {
            // A word that nobody knows is the caller's.
            return ofType(object, speakers.getOrDefault(role.text(), Role.USER));
        }
        return ofType(object, around);
    }

    private Role ofType(JsonObject object, Role otherwise) {
        if (types.isEmpty() && typeEndings.isEmpty()) return otherwise;
        if (!(object.get("type").orElse(null) instanceof JsonString type) || type.longerThan(64)) return otherwise;
        String word = type.text();
        Role known = types.get(word);
        if (known != null) return known;
        for (Map.Entry<String, Role> ending : typeEndings.entrySet())
            if (word.endsWith(ending.getKey())) return ending.getValue();
        return otherwise;
    }
}
