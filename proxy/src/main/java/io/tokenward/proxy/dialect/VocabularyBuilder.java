package io.tokenward.proxy.dialect;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.tokenward.detectors.Role;
import io.tokenward.proxy.dialect.json.FieldNames;

/** Collects the words of a dialect. Not thread-safe; used while classes are loaded. */
final class VocabularyBuilder {
    final Set<String> fields = new HashSet<>(SchemaWords.MIXED_CASE);
    final Map<String, Set<String>> constants = new HashMap<>();
    final Map<String, Content.Rule> contents = new HashMap<>();
    final Set<String> tokenIds = new HashSet<>();
    final Map<String, Unscreened> elsewhere = new HashMap<>();
    final Map<String, Role> members = new HashMap<>();
    final Map<String, Role> within = new HashMap<>();
    final Map<String, Role> types = new HashMap<>();
    final Map<String, Role> typeEndings = new HashMap<>();
    final Set<String> turns = new HashSet<>();
    final Map<String, Role> speakers = new HashMap<>();
    private final Set<String> known = new HashSet<>();
    private final Set<String> freeForm = new HashSet<>();
    private boolean bothSpellings;

    /** Names that the dialect has; what is spelled nearly so is refused. */
    VocabularyBuilder fields(String... names) {
        return fields(List.of(names));
    }

    VocabularyBuilder fields(Collection<String> names) {
        for (String name : names)
            both(name, known, fields);
        return this;
    }

    /** Members below which names are the caller's own, such as the properties of a schema. */
    VocabularyBuilder freeForm(String... names) {
        for (String name : names)
            both(name, freeForm);
        return this;
    }

    /** From now on camelCase names are also known in snake_case, as servers that read JSON into protocol buffers do. */
    VocabularyBuilder bothSpellings() {
        bothSpellings = true;
        return this;
    }

    /** Words that the dialect has for a field. */
    VocabularyBuilder constants(String field, String... words) {
        return constants(field, List.of(words));
    }

    VocabularyBuilder constants(String field, Collection<String> words) {
        Set<String> all = new HashSet<>(constants.getOrDefault(field, Set.of()));
        all.addAll(words);
        constants.put(field, Set.copyOf(all));
        if (bothSpellings) constants.put(snake(field), Set.copyOf(all));
        return this;
    }

    /** What the strings of some fields are, wherever they stand. */
    VocabularyBuilder content(Content content, String... names) {
        return content((_, _) -> content, names);
    }

    /** What they are depends on what stands around. */
    VocabularyBuilder content(Content.Rule rule, String... names) {
        for (String name : names) {
            contents.put(name, rule);
            if (bothSpellings) contents.put(snake(name), rule);
        }
        return this;
    }

    /** Fields whose arrays of numbers stand for text. */
    VocabularyBuilder tokenIds(String... names) {
        tokenIds.addAll(List.of(names));
        return this;
    }

    /** Fields that make the endpoint read something that does not stand in the request. */
    VocabularyBuilder elsewhere(Unscreened kind, String... names) {
        for (String name : names)
            elsewhere.put(name, kind);
        return this;
    }

    /** Who speaks below members of the request itself. */
    VocabularyBuilder members(Role role, String... names) {
        return roles(members, role, names);
    }

    /** Who speaks below members of any object. */
    VocabularyBuilder within(Role role, String... names) {
        roles(members, role, names);
        return roles(within, role, names);
    }

    /** Who speaks in objects of a type. */
    VocabularyBuilder types(Role role, String... words) {
        return roles(types, role, words);
    }

    /** Who speaks in objects whose type ends so. */
    VocabularyBuilder typesEnding(Role role, String... words) {
        return roles(typeEndings, role, words);
    }

    /** Names under which turns of a conversation stand. */
    VocabularyBuilder turns(String... names) {
        turns.addAll(List.of(names));
        return this;
    }

    /** Who it is that a turn's {@code role} names. */
    VocabularyBuilder speakers(Role role, String... words) {
        return roles(speakers, role, words);
    }

    Vocabulary build() {
        return new Vocabulary(this);
    }

    FieldNames names() {
        return new FieldNames(known, freeForm, bothSpellings);
    }

    private VocabularyBuilder roles(Map<String, Role> into, Role role, String... words) {
        for (String word : words) {
            into.put(word, role);
            if (bothSpellings && into != speakers) into.put(snake(word), role);
        }
        return this;
    }

    @SafeVarargs
    private void both(String name, Set<String>... into) {
        for (Set<String> set : into) {
            set.add(name);
            if (bothSpellings) set.add(snake(name));
        }
    }

    /** {@code inlineData} is {@code inline_data}. */
    static String snake(String camel) {
        var out = new StringBuilder(camel.length() + 4);
        for (int i = 0; i < camel.length(); i++) {
            char c = camel.charAt(i);
            boolean upper = c >= 'A' && c <= 'Z';
            if (upper) out.append('_');
            out.append(upper ? (char) (c + ('a' - 'A')) : c);
        }
        return out.toString();
    }
}
