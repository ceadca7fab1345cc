package io.tokenward.detectors.pii;

/**
 * Letters and digits from one place on, with single blanks, hyphens and dots between their groups left out. Reused for one
 * place after the other; not thread-safe.
 */
final class Reading {
    static final int MOST = 44;

    private final char[] units = new char[MOST];
    private final int[] ends = new int[MOST];
    /** Length of the group that each unit belongs to, counted to that unit. */
    private final int[] inGroup = new int[MOST];
    private String text = "";
    private int start;
    private int length;
    private char separator;
    private boolean uniform;

    void read(String from, int at) {
        read(from, at, false);
    }

    /** The same; with {@code brackets}, round ones count as separators too, as in telephone numbers. */
    void read(String from, int at, boolean brackets) {
        text = from;
        start = at;
        length = 0;
        separator = 0;
        uniform = true;
        int i = at;
        int group = 0;
        while (i < from.length() && length < MOST) {
            char c = from.charAt(i);
            if (isAlphanumeric(c)) {
                units[length] = c;
                inGroup[length] = ++group;
                ends[length++] = ++i;
                continue;
            }
            boolean bracket = brackets && (c == '(' || c == ')');
            boolean between = (c == ' ' || c == '-' || c == '.' || bracket) && i + 1 < from.length()
                    && (isAlphanumeric(from.charAt(i + 1))
                            || brackets && "( -".indexOf(from.charAt(i + 1)) >= 0 && c != from.charAt(i + 1));
            if (!between || length == 0) break;
            if (separator != 0 && separator != c) uniform = false;
            separator = c;
            group = 0;
            i++;
        }
    }

    String text() {
        return text;
    }

    int start() {
        return start;
    }

    /** Number of units read. */
    int length() {
        return length;
    }

    char unit(int index) {
        return units[index];
    }

    /** One past the place of unit {@code index} in the text. */
    int end(int index) {
        return ends[index];
    }

    /** Whether the text goes on as something else behind {@code count} units. */
    boolean endsAt(int count) {
        if (count > length || count == 0) return false;
        int end = ends[count - 1];
        return end == text.length() || !isAlphanumeric(text.charAt(end)) && text.charAt(end) != '_';
    }

    /** Whether the first {@code count} units stand together without anything between. */
    boolean together(int count) {
        return count <= length && ends[count - 1] - start == count;
    }

    /** Whether the units up to {@code count} have one kind of separator and groups of {@code least} to {@code most}. */
    boolean grouped(int count, int least, int most) {
        if (!uniform || separator == '.') return false;
        for (int i = 0; i < count; i++) {
            boolean last = i == count - 1 || inGroup[i + 1] == 1;
            if (last && (inGroup[i] > most || inGroup[i] < least && i < count - 1)) return false;
        }
        return true;
    }

    /** How many digits there are from the beginning on. */
    int digits() {
        int count = 0;
        while (count < length && isDigit(units[count]))
            count++;
        return count;
    }

    /** The first {@code count} units. */
    String first(int count) {
        return new String(units, 0, Math.min(count, length));
    }

    /** The number that the digits from {@code from} to {@code to} write. */
    int number(int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++)
            number = number * 10 + units[i] - '0';
        return number;
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isAlphanumeric(char c) {
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'z' || c >= '0' && c <= '9';
    }
}
