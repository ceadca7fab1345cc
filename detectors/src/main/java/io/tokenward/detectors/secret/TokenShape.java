package io.tokenward.detectors.secret;

import io.tokenward.detectors.Span;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A token of a certain shape. The expression runs in a window of {@link #WINDOW} units and never further, so that
 * no text makes it slow; a token that fills the window goes on as long as its characters do.
 */
final class TokenShape implements SecretFormat.Verifier {
    static final int WINDOW = 264;
    private static final int LONGEST = 4096;
    /** In URLs of Telegram the word {@code bot} stands right before the token. */
    static final String AFTER_BOT = "after:bot";
    /** Base64 that goes on over line ends. */
    static final String WRAPPED = "wrapped";

    private final Pattern shape;
    /** Units without a blank that every token begins with. */
    private final int solid;
    private final Check proof;
    private final Check needed;
    private final String manner;

    /**
     * A shape.
     *
     * @param proof what makes a token believed even if it looks like an example
     * @param needed what must hold in any case
     * @param manner {@link #AFTER_BOT}, {@link #WRAPPED} or anything else
     */
    TokenShape(String shape, Check proof, Check needed, String manner) {
        this.shape = Pattern.compile("(?:" + shape + ")(?![0-9A-Za-z_])");
        this.solid = shape.contains("\\s") ? 0 : ShortestMatch.of(shape);
        this.proof = proof;
        this.needed = needed;
        this.manner = manner;
    }

    @Override
    public @Nullable Span verify(String text, int at) {
        boolean starts = Boundary.startsToken(text, at) || manner.equals(AFTER_BOT) && text.startsWith("bot", at - 3);
        if (!starts) return null;
        Span whole = isSolid(text, at) ? match(text, at) : null;
        return whole == null ? matchBroken(text, at) : whole;
    }

    /** Words of prose are no tokens: they are over before an expression has to be asked. */
    private boolean isSolid(String text, int at) {
        if (text.length() - at < solid) return false;
        for (int i = at; i < at + solid; i++)
            if (text.charAt(i) <= ' ') return false;
        return true;
    }

    /** A token that a line end has broken in two. */
    private @Nullable Span matchBroken(String text, int at) {
        BrokenLine line = BrokenLine.at(text, at, solid);
        if (line == null) return null;
        Matcher matcher = shape.matcher(line.joined());
        if (!matcher.lookingAt() || matcher.end() <= line.broken() || !isBelieved(line.joined(), 0, matcher.end()))
            return null;
        return new Span(at, line.original(matcher.end()));
    }

    /** The same without looking at what stands before. */
    @Nullable
    Span match(String text, int at) {
        int window = Math.min(text.length(), at + WINDOW);
        Matcher matcher = shape.matcher(text).region(at, window).useTransparentBounds(true).useAnchoringBounds(false);
        int start = at;
        int end = window;
        if (matcher.lookingAt()) {
            boolean part = matcher.groupCount() > 0 && matcher.start(1) >= 0;
            start = part ? matcher.start(1) : at;
            end = part ? matcher.end(1) : matcher.end();
        } else if (window == text.length() || !matcher.hitEnd() || !fills(text, at, window)) return null;
        else if (!shape.matcher(text.substring(at, window)).lookingAt()) return null;
        while (end >= window && end < text.length() && end - at < LONGEST && Boundary.isTokenUnit(text.charAt(end)))
            end++;
        if (manner.equals(WRAPPED)) end = Wrapped.end(text, end);
        return isBelieved(text, start, end) ? new Span(start, end) : null;
    }

    private boolean isBelieved(String text, int at, int end) {
        String token = text.substring(at, end);
        if (!needed.proves(token)) return false;
        if (proof.proves(token)) return true;
        return !Placeholders.isMarkedSpecimen(text, at, end) && !Words.only(token) && !Base64Text.isProse(token);
    }

    private static boolean fills(String text, int at, int window) {
        for (int i = at; i < window; i++)
            if (!Boundary.isTokenUnit(text.charAt(i))) return false;
        return true;
    }
}
