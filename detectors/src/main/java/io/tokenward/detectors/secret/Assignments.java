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

    static final List<String> NAMES = List.of("passw", "passphrase", "pwd", "pswd", "psswd", "psword", "pswrd",
            "psswrd", "pass:", "pass=",
            "pass\"", "pass'", "pw:",
            "pw=",
            "secret", "token", "apikey", "api_key", "api-key", "api key", "access_key", "access-key", "accesskey",
            "access key", "private_key", "privatekey", "auth_key", "auth-key", "authkey", "_key=", "_key:", "_key =",
            "_key\"",
            "key'", "credential", "authorization", "authentication", "bearer ", "bearer,", "key\":", "key = ", "?key=",
            "&key=", "密码是",
            "密码为", "密码:", "密码：", "口令是", "口令为", "口令:", "口令：",
            "密钥是", "密钥为", "密钥:", "密钥：", "密码 ", "密钥 ", "口令 ", "令牌是", "令牌为", "令牌：", "令牌:");
    /** Parts of names whose values are no secrets. */
    private static final Pattern HARMLESS = Pattern.compile(
            "public|token(?:s|iz|_?type|_?ur[il]|_?endpoint|_?name|_?count|_?limit|_?budget|_?length)|_?(?:key_?|secret_?|token_?)?(?:name|path|file|ref|arn|uri|url|length|size|version|hint|label|policy|hash)$"
                    + "|key_?id$|factory$|algorithm$|keyword|monkey|csrf|xsrf|integrity|checksum|digest|next_?page|page_?token|continuation|cursor|etag|csrftoken|keyboard|sitekey|site_key");

    private static final List<String> SCHEMES = List.of("Bearer ", "Basic ", "Token ", "NTLM ", "Digest ", "AWS ");
    private static final Pattern PASSWORD = Pattern
            .compile(
                    "passw|passphrase|(?:^|[_.-]|db|user|my|admin|root|ftp|mail|sql|key)pass(?![a-z])|pwd(?![a-z])|(?:^|[_.-])pw$|ps?swo?r?d|密码|口令|credential");
    private static final Pattern TOKEN = Pattern.compile(
            "secret|token|api[_ -]?key|access[_ -]?key|private[_ -]?key|auth[a-z]*[_ -]?key|authentication$|authorization|bearer|密钥|令牌|[_-]key$");

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
        return named && AWS_SECRET.matcher(value.text()).matches() && Values.isAwsSecret(value.text())
                ? value.span()
                : null;
    }

    private static final Pattern AWS_SECRET = Pattern.compile("[0-9A-Za-z+/]{40}");

    /** A name and what is assigned to it. */
    private record Value(String name, String text, Span span) {
        boolean isSecret() {
            if (HARMLESS.matcher(name).find()) return false;
            boolean telling = PASSWORD.matcher(name).find() || TOKEN.matcher(name).find();
            if (telling && Values.isScramble(text)) return true;
            if (PASSWORD.matcher(name).find()) return Values.isPassword(text);
            return TOKEN.matcher(name).find() ? Values.isToken(text) : Values.isKey(text);
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
        // Two words: secret key, access token.
        if (text.regionMatches(true, nameEnd, " key", 0, 4)) nameEnd += 4;
        else if (text.regionMatches(true, nameEnd, " token", 0, 6)) nameEnd += 6;
        // Two letters are in the middle of all sorts of things.
        if (nameEnd - nameStart == 2 && nameStart > 0 && text.charAt(nameStart) < 128
                && " \t\n\"'_-;,&?{(/".indexOf(text.charAt(nameStart - 1)) < 0)
            return null;
        int from = Separator.end(text, nameStart, nameEnd);
        String name = text.substring(nameStart, nameEnd).toLowerCase(Locale.ROOT);
        return from < 0 ? comparedBefore(text, name, nameStart) : valueAt(text, name, from);
    }

    /** A literal that is compared with what has the name: {@code "…" == password}. */
    private static @Nullable Value comparedBefore(String text, String name, int nameStart) {
        int at = nameStart;
        while (at > 0 && text.charAt(at - 1) == ' ')
            at--;
        int sign = at;
        while (sign > 0 && at - sign < 3 && "=!".indexOf(text.charAt(sign - 1)) >= 0)
            sign--;
        if (at - sign < 2) return null;
        while (sign > 0 && text.charAt(sign - 1) == ' ')
            sign--;
        if (sign < 2 || !isQuote(text.charAt(sign - 1))) return null;
        char quote = text.charAt(sign - 1);
        int start = sign - 1;
        while (start > 0 && sign - start <= LONGEST && isValue(text.charAt(start - 1), quote))
            start--;
        boolean opened = start > 0 && text.charAt(start - 1) == quote && sign - start <= LONGEST;
        return opened && start < sign - 1
                ? new Value(name, text.substring(start, sign - 1), new Span(start, sign - 1))
                : null;
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
        start = withoutScheme(text, start);
        int end = start;
        int limit = Math.min(text.length(), start + LONGEST + 1);
        while (end < limit && isValue(text.charAt(end), quote))
            end++;
        if (end - start > LONGEST || end == start) return null;
        if (quote == 0) {
            Value whole = toTheBlank(text, name, start, limit);
            if (whole != null) return whole;
        }
        boolean closed = quote == 0 || end < text.length() && text.charAt(end) == quote;
        if (quote == 0) end = withoutPunctuation(text, start, end);
        // A call or an index: what follows is code.
        boolean code = quote == 0 && end < text.length() && (text.charAt(end) == '(' || text.charAt(end) == '[');
        if (!closed || code || end <= start) return null;
        return new Value(name, text.substring(start, end), new Span(start, end));
    }

    /** A bare value with brackets in it, which would end a value in code. */
    private static @Nullable Value toTheBlank(String text, String name, int start, int limit) {
        int end = start;
        while (end < limit && text.charAt(end) > ' ' && text.charAt(end) < 127)
            end++;
        while (end > start && "\"'`,;".indexOf(text.charAt(end - 1)) >= 0)
            end--;
        if (end - start > LONGEST || end - start < 12) return null;
        String value = text.substring(start, end);
        boolean bracketed = value.indexOf('{') >= 0 || value.indexOf('[') >= 0;
        return bracketed && Values.isScramble(value) ? new Value(name, value, new Span(start, end)) : null;
    }

    /** {@code Authorization: Bearer …}: the scheme is no part of the value. */
    private static int withoutScheme(String text, int start) {
        for (String scheme : SCHEMES)
            if (text.regionMatches(true, start, scheme, 0, scheme.length())) return start + scheme.length();
        return start;
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
