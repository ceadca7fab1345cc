package io.tokenward.detectors.mention;

import io.tokenward.detectors.Span;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Sentences whose subject is prompts and attacks. What follows a colon is a sentence of its own: otherwise "this is no
 * prompt injection: …" would excuse whatever comes next.
 */
final class Topics {
    /** Enough alone. */
    private static final List<String> SUBJECTS = List.of("prompt injection", "prompt-injection", "jailbreaks",
            "jailbreaking",
            "jailbreak prompt", "jailbreak attack", "jailbreak attempt", "phrases like", "phrase like", "strings like",
            "sentences like", "messages like", "prompts like", "injection attack", "adversarial prompt",
            "red-team prompt",
            "提示词注入", "提示注入", "越狱攻击", "越狱提示", "注入攻击", "诸如", "之类的话", "之类的提示");
    /** Enough where the sentence also quotes something. */
    private static final List<String> EXAMPLES = List.of("such as", "for example", "for instance", "e.g.", "the phrase",
            "the words", "the sentence", "the string", "means", "is called", "what does", "translate", "例如", "比如",
            "这句话",
            "这个短语", "意思", "翻译");
    private static final int LONGEST = 400;

    private Topics() {}

    /** Adds the sentences; {@code quoted} are the quotations found before, in any order. */
    static void find(String text, List<Span> quoted, List<Span> spans) {
        String plain = text.toLowerCase(Locale.ROOT);
        // Lower case changes the length of a few letters; offsets would not lead back.
        if (plain.length() != text.length()) plain = text;
        for (String subject : SUBJECTS)
            sentences(plain, subject, null, spans);
        if (quoted.isEmpty()) return;
        var starts = quoted.stream().mapToInt(Span::start).sorted().toArray();
        for (String example : EXAMPLES)
            sentences(plain, example, starts, spans);
    }

    private static void sentences(String text, String word, int @Nullable [] quotes, List<Span> spans) {
        int at = text.indexOf(word);
        while (at >= 0) {
            int start = start(text, at);
            int end = end(text, at + word.length());
            if (quotes == null || holdsOne(quotes, start, end)) spans.add(new Span(start, end));
            at = text.indexOf(word, end);
        }
    }

    private static boolean holdsOne(int[] quotes, int start, int end) {
        int found = Arrays.binarySearch(quotes, start);
        int next = found >= 0 ? found : -found - 1;
        return next < quotes.length && quotes[next] < end;
    }

    private static int start(String text, int at) {
        int start = at;
        while (start > 0 && at - start < LONGEST && !isEnd(text, start - 1))
            start--;
        return start;
    }

    private static int end(String text, int from) {
        int end = from;
        while (end < text.length() && end - from < LONGEST && !isEnd(text, end))
            end++;
        return end;
    }

    private static boolean isEnd(String text, int at) {
        char c = text.charAt(at);
        if (c == '.' || c == ':') return at + 1 >= text.length() || Character.isWhitespace(text.charAt(at + 1));
        return c == '!' || c == '?' || c == '\n' || c == ';' || c == '。' || c == '！' || c == '？' || c == '；'
                || c == '：';
    }
}
