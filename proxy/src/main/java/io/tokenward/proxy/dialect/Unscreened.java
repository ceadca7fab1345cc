package io.tokenward.proxy.dialect;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What nobody here can read, or whose meaning is made elsewhere. A route says which of it may pass all the same. */
public enum Unscreened {
    MEDIA("media", "the bytes of an image, a recording or a file"),
    LINKS("links", "an address whose content the model endpoint fetches"),
    SEALED("sealed", "something that the model endpoint itself encrypted or signed"),
    TOKEN_IDS("token-ids", "token ids or embeddings in the place of text"),
    FILES("files", "a file that the model endpoint keeps"),
    PIECES("pieces", "a file in pieces that are put together elsewhere"),
    STORED("stored", "a conversation, a prompt or a cache that the model endpoint keeps"),
    TEMPLATES("templates", "a template that builds the prompt anew"),
    SESSIONS("sessions", "a session that goes around this proxy"),
    MANAGEMENT("management", "an order to the model endpoint itself");

    private static final Set<Unscreened> USUAL = Set.of(MEDIA, LINKS, SEALED);

    private final String word;
    private final String meaning;

    Unscreened(String word, String meaning) {
        this.word = word;
        this.meaning = meaning;
    }

    /** The word of configuration, metrics and audit lines. */
    public String word() {
        return word;
    }

    /** What it is, in words that fit behind "holds" and "asks for". */
    public String meaning() {
        return meaning;
    }

    /** What passes where a route says nothing: what honest clients send every day. */
    public static Set<Unscreened> usual() {
        return EnumSet.copyOf(USUAL);
    }

    /** All words, in order. */
    public static List<String> words() {
        return List.of(values()).stream().map(Unscreened::word).toList();
    }

    /** The kind of that word. */
    public static Optional<Unscreened> of(String word) {
        return List.of(values()).stream().filter(kind -> kind.word.equals(word)).findFirst();
    }
}
