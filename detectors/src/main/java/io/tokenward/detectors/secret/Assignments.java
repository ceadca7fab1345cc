package io.tokenward.detectors.secret;

import io.tokenward.detectors.Span;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Values assigned to names that say secret: {@code password = …}, {@code "api_key": "…"}, {@code --token …},
 * {@code 密码是…}. The name makes a value suspect, the value decides.
 */
final class Assignments {
    static final int LONGEST = 200;
    private static final int LONGEST_NAME = 48;

    static final List<String> NAMES = List.of("passw", "passphrase", "pwd", "pass:", "pass=", "pass\"", "pass'", " pw:",
            "pw=",
            "secret", "token", "apikey", "api_key", "api-key", "api key", "access_key", "access-key", "accesskey",
            "access key", "private_key", "privatekey", "auth_key", "auth-key", "authkey", "_key=", "_key:", "_key =",
            "_key\"",
            "_key'", "credential", "authorization", "bearer ", "密码是", "密码为", "密码:", "密码：", "口令是", "口令为", "口令:", "口令：",
            "密钥是", "密钥为", "密钥:", "密钥：", "密码 ", "密钥 ", "口令 ", "令牌是", "令牌为", "令牌：", "令牌:");
    /** Parts of names whose values are no secrets. */
    private static final Pattern HARMLESS = Pattern.compile(
            "public|token(?:s|iz|_?type|_?ur[il]|_?endpoint|_?name|_?count|_?limit|_?budget|_?length)|_?(?:key_?|secret_?|token_?)?(?:name|path|file|ref|arn|uri|url|length|size|version|hint|label|policy|hash)$"
                    + "|key_?id$|keyword|monkey|csrf|xsrf|integrity|checksum|digest|next_?page|page_?token|continuation|cursor|etag|csrftoken|keyboard|sitekey|site_key");

    private Assignments() {}

    /** The value of an assignment whose name has one of {@link #NAMES} at {@code at}. */
    static @Nullable Span verify(String text, int at) {
        Value value = value(text, at);
        return value != null && value.isSecret() ? value.span() : null;
    }

    /** An AWS secret access key: 40 characters of base64 behind a name that says so. */
    static @Nullable Span awsSecret(String text, int at) {
        Value value = value(text, at);
        if (value == null || value.text().length() != 40 || Placeholders.saysSo(value.text().toLowerCase(Locale.ROOT)))
            return null;
        boolean named = value.name().contains("aws")
                || value.name().replaceAll("[_ -]", "").contains("secretaccesskey");
        return named && AWS_SECRET.matcher(value.text()).matches() && Values.isToken(value.text())
                ? value.span()
                : null;
    }

    private static final Pattern AWS_SECRET = Pattern.compile("[0-9A-Za-z+/]{40}");

    /** A name and what is assigned to it. */
    private record Value(String name, String text, Span span, boolean loose) {
        boolean isSecret() {
            if (HARMLESS.matcher(name).find()) return false;
            boolean password = name.contains("pass") || name.contains("pwd") || name.endsWith("pw")
                    || name.contains("密码")
                    || name.contains("口令") || name.contains("credential");
            return password ? Values.isPassword(text) : Values.isToken(text);
        }

        @Override
        public String toString() {
            return "Value[" + span + "]";
        }
    }

    private static @Nullable Value value(String text, int at) {
        int nameStart = at;
        while (nameStart > 0 && at - nameStart < LONGEST_NAME && isName(text.charAt(nameStart - 1)))
            nameStart--;
        int nameEnd = at;
        while (nameEnd < text.length() && nameEnd - at < LONGEST_NAME
                && (isName(text.charAt(nameEnd)) || nameEnd == at))
            nameEnd++;
        int from = Separator.end(text, nameEnd, text.charAt(nameStart) == '-');
        if (from < 0) return null;
        return valueAt(text, text.substring(nameStart, nameEnd).toLowerCase(Locale.ROOT), from);
    }

    private static boolean isName(char c) {
        return c < 128 ? Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.' : isChineseName(c);
    }

    private static boolean isChineseName(char c) {
        return c == '密' || c == '码' || c == '钥' || c == '口' || c == '令' || c == '牌';
    }

    private static @Nullable Value valueAt(String text, String name, int from) {
        int start = from;
        char quote = 0;
        if (start < text.length() && isQuote(text.charAt(start))) quote = text.charAt(start++);
        int end = start;
        int limit = Math.min(text.length(), start + LONGEST + 1);
        while (end < limit && isValue(text.charAt(end), quote))
            end++;
        if (end - start > LONGEST || end == start) return null;
        boolean closed = quote == 0 || end < text.length() && text.charAt(end) == quote;
        if (quote == 0) end = withoutPunctuation(text, start, end);
        // A call or an index: what follows is code.
        boolean code = quote == 0 && end < text.length() && (text.charAt(end) == '(' || text.charAt(end) == '[');
        if (!closed || code || end <= start) return null;
        return new Value(name, text.substring(start, end), new Span(start, end), quote == 0);
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'' || c == '`' || c == '“';
    }

    private static boolean isValue(char c, char quote) {
        if (quote != 0) return c != quote && c > ' ' && c < 127 && c != '\\';
        return c > ' ' && c < 127 && ",;\"'`<>(){}[]|\\".indexOf(c) < 0 && c != '&';
    }

    private static int withoutPunctuation(String text, int start, int end) {
        int cut = end;
        while (cut > start && ".:/".indexOf(text.charAt(cut - 1)) >= 0)
            cut--;
        return cut;
    }
}
