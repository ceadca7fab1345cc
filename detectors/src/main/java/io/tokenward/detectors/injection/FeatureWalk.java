package io.tokenward.detectors.injection;

/**
 * One pass over a folded text that names the features in it, each where it ends: pieces of words and words in a row, hashed;
 * and shapes, which are classes of words ({@link Lexicon}) and of marks, alone and in pairs ({@link Trail}).
 * Training and inference run this same code, so they cannot differ. Features do not know the role of a text; what is said and
 * what is read have weights of their own, which training holds close to each other.
 *
 * <p>Linear time, throws nothing on any text. Not thread-safe: one walk is used by one thread at a time and may be reused.
 */
public abstract class FeatureWalk extends Trail {
    /** Hashed features are below this. */
    public static final int HASHED = 1 << 18;
    /** Shapes are numbered from 0 to below this. */
    public static final int SHAPES = Trail.SHAPES;

    /** Longer words are read in pieces, so that blobs and scripts without blanks stay linear. */
    private static final int LONGEST_WORD = 30;
    private static final int LONGEST_PLAIN = 2 * Long.BYTES;

    private static final int PRIME = 0x01000193;

    private final Lexicon lexicon = Lexicon.shipped();
    private int lineUnit;
    private int signs;
    private int word1;
    private int word2;
    private int cjk1;
    private int cjk2;
    private int wordHash;
    private int wordKind;

    /** A hashed feature, from 0 to below {@link #HASHED}. */
    @Override
    protected abstract void hashed(int feature);

    /** A shape, from 0 to below {@link #SHAPES}. */
    @Override
    protected abstract void shape(int feature);

    /** Everything from now on ends at {@code position} or later; called with ascending positions, at least once a word. */
    protected abstract void reached(int position);

    /** How many signs of Chinese or Japanese the text of the last walk has. */
    protected final int signs() {
        return signs;
    }

    /** Walks over the characters of a folded text from {@code from} to before {@code length}. */
    protected final void walk(char[] chars, int from, int length) {
        begin();
        for (int i = from; i < length;) {
            char c = chars[i];
            if (c == ' ') {
                i++;
            } else if (c < 128) {
                i = Letters.isAsciiWord(c) ? word(chars, i, length) : marks(chars, i, length, c);
            } else if (Letters.isWord(c)) {
                i = Letters.isCjk(c) ? cjk(chars, i, length) : word(chars, i, length);
            } else {
                i = marks(chars, i, length, c);
            }
        }
        reached(length);
    }

    private void begin() {
        forget();
        word1 = 1;
        word2 = 1;
        cjk1 = 0;
        cjk2 = 0;
        lineUnit = 0;
        signs = 0;
        remember(TEXT);
        remember(LINE);
        remember(START);
    }

    /** Most words are a few small letters and nothing else; they are read in one loop. */
    private int word(char[] chars, int start, int length) {
        int limit = Math.min(length, start + LONGEST_PLAIN + 1);
        long low = 0;
        long high = 0;
        int end = start;
        char c = ' ';
        while (end < limit && (c = chars[end]) >= 'a' && c <= 'z') {
            high = high << Byte.SIZE | low >>> Long.SIZE - Byte.SIZE;
            low = low << Byte.SIZE | c;
            end++;
        }
        int size = end - start;
        boolean ends = end == length || end < limit && c < 128 && c != '\'' && !Letters.isAsciiWord(c);
        if (size < 2 || size > LONGEST_PLAIN || !ends) return anyWord(chars, start, length);
        reached(end);
        unit += 2;
        cjk1 = 0;
        plainWord(chars, start, end, low, high);
        int kind = wordKind;
        if (kind != 0) event(kind);
        if (end < length && c == ':' && lineUnit >= unit - 2) event(SPEAKER);
        if (end < length && c == '@') event(ADDRESS);
        plainAlone(wordHash);
        row(wordHash);
        return end;
    }

    /**
     * A word of 2 to {@value #LONGEST_PLAIN} small ASCII letters: names its pieces, and leaves its hash and class behind by
     * {@link #know}. Both depend on nothing but the word.
     *
     * @param low its last eight letters, one a byte
     * @param high those before
     */
    protected void plainWord(char[] chars, int start, int end, long low, long high) {
        int hash = 0;
        for (int i = start; i < end; i++)
            hash = (hash ^ chars[i]) * PRIME;
        pieces(chars, start, end);
        know(hash, lexicon.kind(hash));
    }

    /** Names the word that {@link #plainWord} read, which depends on nothing else. */
    protected void plainAlone(int hash) {
        hashed(alone(hash));
    }

    /** The feature of a word of that hash. */
    protected static int alone(int hash) {
        return (hash + 0x1111) * MIX >>> 14;
    }

    /** Says what {@link #plainWord} found out. */
    protected final void know(int hash, int kind) {
        wordHash = hash;
        wordKind = kind;
    }

    /** The hash of the plain word just read. */
    protected final int wordHash() {
        return wordHash;
    }

    /** The class of the plain word just read, or 0. */
    protected final int wordKind() {
        return wordKind;
    }

    private int anyWord(char[] chars, int start, int length) {
        int limit = Math.min(length, start + LONGEST_WORD);
        int hash = 0;
        int digits = 0;
        int beyondAscii = 0;
        int end = start;
        while (end < limit) {
            char c = chars[end];
            if (c < 128) {
                if (!Letters.isAsciiWord(c)
                        && (c != '\'' || end == start || end + 1 >= length || !Letters.isAsciiWord(chars[end + 1])))
                    break;
                if (c <= '9' && c >= '0') {
                    digits++;
                    c = '0';
                }
            } else {
                if (!Letters.isWord(c) || Letters.isCjk(c)) break;
                beyondAscii++;
            }
            hash = (hash ^ c) * PRIME;
            end++;
        }
        if (end == start) end++;
        int size = end - start;
        reached(end);
        unit += 2;
        cjk1 = 0;
        if (digits == size) {
            event(NUMBER);
            chain(0);
            return end;
        }
        boolean cut = end == limit && end < length && chars[end] < 128 && Letters.isAsciiWord(chars[end]);
        if (cut && beyondAscii == 0) {
            if (digits > 0) event(ENCODED);
            chain(1);
            return skipWord(chars, end, length);
        }
        if (beyondAscii > 0 && beyondAscii < size && digits + beyondAscii < size) event(MIXED);
        if (size == 1) event(LETTER);
        else
            pieces(chars, start, end);
        int kind = lexicon.kind(hash);
        if (kind != 0) event(kind);
        if (end < length && chars[end] == ':' && lineUnit >= unit - 2) event(SPEAKER);
        if (end < length && chars[end] == '@') event(ADDRESS);
        chain(hash);
        return end;
    }

    private static int skipWord(char[] chars, int from, int length) {
        int end = from;
        while (end < length && chars[end] < 128 && Letters.isAsciiWord(chars[end]))
            end++;
        return end;
    }

    /** Pieces of three to five characters, a blank standing for the borders of the word. */
    private void pieces(char[] chars, int start, int end) {
        for (int i = start - 1; i + 2 <= end; i++) {
            int hash = i < start ? ' ' : Letters.normal(chars[i]);
            hash = hash * PRIME + Letters.normal(chars[i + 1]);
            hash = hash * PRIME + (i + 2 < end ? Letters.normal(chars[i + 2]) : ' ');
            hashed((hash + 0x3333) * MIX >>> 14);
            if (i + 3 > end) break;
            hash = hash * PRIME + (i + 3 < end ? Letters.normal(chars[i + 3]) : ' ');
            hashed((hash + 0x4444) * MIX >>> 14);
            if (i + 4 > end) continue;
            hash = hash * PRIME + (i + 4 < end ? Letters.normal(chars[i + 4]) : ' ');
            hashed((hash + 0x5555) * MIX >>> 14);
        }
    }

    /** The word, and it with one and two before it. */
    private void chain(int hash) {
        hashed(alone(hash));
        row(hash);
    }

    private void row(int hash) {
        int pair = (word1 * PRIME ^ hash) * PRIME;
        hashed(pair * MIX >>> 14);
        hashed(((word2 * PRIME ^ word1) * PRIME ^ hash) * MIX >>> 14);
        word2 = word1;
        word1 = hash;
    }

    private int cjk(char[] chars, int at, int length) {
        char c = Simplified.of(chars[at]);
        reached(at + 1);
        unit++;
        signs++;
        hashed((c + 0x6666) * MIX >>> 14);
        if (cjk1 != 0) {
            int pair = cjk1 * PRIME + c;
            hashed(pair * MIX >>> 14);
            if (cjk2 != 0) hashed((cjk2 * PRIME * PRIME + pair) * MIX >>> 14);
        }
        cjk2 = cjk1;
        cjk1 = c;
        int kind = lexicon.cjkKind(chars, at, length);
        if (kind != 0) event(kind);
        return at + 1;
    }

    private int marks(char[] chars, int at, int length, char c) {
        int end = at + 1;
        while (end < length && chars[end] == c)
            end++;
        if (c > ' ') {
            cjk1 = 0;
            cjk2 = 0;
        }
        switch (c) {
            case '\n', '\r' -> {
                lineUnit = unit;
                remember(LINE);
                remember(START);
            }
            case '.', ':', ';', '。', '：', '；' -> remember(START);
            case '!', '！' -> {
                if (end - at > 1) event(SHOUT);
                remember(START);
            }
            case '?', '？' -> {
                event(ASKED);
                remember(START);
            }
            case '"', '\'', '`', '“', '”', '「', '」', '«', '»', '《', '》' -> {
                event(end - at > 2 ? DELIMITER : QUOTE);
                remember(START);
            }
            case '<', '[', '{', '|' -> event(MARKUP);
            default -> {
                if (end - at > 2 && c > ' ') event(DELIMITER);
            }
        }
        if (end - at > 1 && c > ' ') hashed(((c << 3) + Math.min(end - at, 7) + 0x7777) * MIX >>> 14);
        reached(end);
        return end;
    }

    /** As {@link #word} computes it. */
    static int hashOf(String word) {
        int hash = 0;
        for (int i = 0; i < word.length(); i++)
            hash = hashOn(hash, Letters.normal(Simplified.of(word.charAt(i))));
        return hash;
    }

    /** The hash of a word with one more character. */
    static int hashOn(int hash, int c) {
        return (hash ^ c) * PRIME;
    }
}
