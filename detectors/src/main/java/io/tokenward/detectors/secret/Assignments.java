package io.tokenward.detectors.secret;

import io.tokenward.detectors.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Values assigned to names that say secret: {@code password = …}, {@code "api_key": "…"}, {@code --token …},
 * {@code 密码是…}. The name makes a value suspect, the value decides.
 */
final class Assignments {
    private static final List<String> LATIN = List.of("passw", "passphrase", "pwd", "pswd", "psswd", "psword", "pswrd",
            "psswrd", "pass:", "pass=",
            "pass\"", "pass'", "pw:",
            "pw=",
            "secret", "token", "apikey", "api_key", "api-key", "api key", "access_key", "access-key", "accesskey",
            "access key", "private_key", "privatekey", "auth_key", "auth-key", "authkey", "_key=", "_key:", "_key =",
            "_key\"",
            "key'", "_api ", "_api=", "credential", "authorization", "authentication", "bearer ", "bearer,", "key\":",
            "key = ", "?key=",
            "&key=");
    /** Password, passphrase, key, token, and what comes behind where one is told. */
    private static final List<String> CHINESE = List.of("密码", "口令", "密钥", "令牌");
    private static final List<String> BEHIND_CHINESE = List.of("是", "为", ":", "：", " ", "=", "\"", "设", "改", "就", "等",
            "更", "重");
    static final List<String> NAMES = names();
    static final List<String> AWS_NAMES = List.of("aws_", "aws.", "aws-", "awss", "awsk", "secretaccess",
            "secret_access",
            "secret-access", "secret access");
    /** Parts of names whose values are no secrets. */
    private static final Pattern HARMLESS = Pattern.compile(
            "public|token(?:s|iz|_?type|_?ur[il]|_?endpoint|_?name|_?count|_?limit|_?budget|_?length)|_?(?:key_?|secret_?|token_?)?(?:name|path|file|ref|arn|uri|url|length|size|version|hint|label|policy|hash)$"
                    + "|key_?id$|encryption$|(?:cache|idempotency|partition|sort|primary|foreign|row|group|dedup|object|shard|routing|message|event|job|task|trace|correlation|index|public|storage)[_-]?key|(?:next|sync|continuation|delta|cancellation|design)[_-]?token|factory$|algorithm$|keyword|monkey|csrf|xsrf|integrity|checksum|digest|next_?page|page_?token|continuation|cursor|etag|csrftoken|keyboard|sitekey|site_key");

    private static final Pattern PASSWORD = Pattern
            .compile(
                    "passw|passphrase|(?:^|[_.-]|db|user|my|admin|root|ftp|mail|sql|key)pass(?![a-z])|pwd(?![a-z])|(?:^|[_.-])pw$|ps?swo?r?d|密码|口令|credential");
    private static final Pattern TOKEN = Pattern.compile(
            "secret|token|api[_ -]?key|access[_ -]?key|private[_ -]?key|auth[a-z]*[_ -]?key|authentication$|authorization|bearer|密钥|令牌|[_-](?:key|api)$");

    private Assignments() {}

    private static List<String> names() {
        var names = new ArrayList<>(LATIN);
        for (String name : CHINESE)
            for (String behind : BEHIND_CHINESE)
                names.add(name + behind);
        return List.copyOf(names);
    }

    /** The value of an assignment whose name has one of {@link #NAMES} at {@code at}. */
    static @Nullable Span verify(String text, int at) {
        AssignedValue value = AssignedValue.around(text, at);
        if (value == null || !Values.mayBeSecret(value.text())) return null;
        if (isSecret(value)) return value.span();
        boolean login = Logins.isWeakPassword(value) && PASSWORD.matcher(value.name()).find()
                && !HARMLESS.matcher(value.name()).find() && Logins.surround(text, value.span());
        return login ? value.span() : null;
    }

    /** An AWS secret access key: 40 characters of base64 behind a name that says so. */
    static @Nullable Span awsSecret(String text, int at) {
        AssignedValue value = AssignedValue.around(text, at);
        if (value == null || value.text().length() != 40 || Placeholders.saysSo(value.text().toLowerCase(Locale.ROOT)))
            return null;
        boolean named = value.name().contains("aws")
                || value.name().replaceAll("[_ -]", "").contains("secretaccesskey");
        return named && AWS_SECRET.matcher(value.text()).matches() && Values.isAwsSecret(value.text())
                ? value.span()
                : null;
    }

    private static final Pattern AWS_SECRET = Pattern.compile("[0-9A-Za-z+/]{40}");

    private static boolean isSecret(AssignedValue value) {
        String text = value.text();
        boolean scramble = Values.isScramble(text);
        boolean password = scramble || Values.isPassword(text);
        boolean token = scramble || Values.isToken(text);
        // Looking through a name takes longer than seeing that a value is none, as nearly all are.
        if (!password && !token) return false;
        String name = value.name();
        if (HARMLESS.matcher(name).find() || value.repeatsItsName()) return false;
        if (PASSWORD.matcher(name).find()) return password;
        return TOKEN.matcher(name).find() ? token : Values.isKey(text);
    }
}
