package io.tokenward.detectors.secret;

import io.tokenward.detectors.Span;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** URLs with a password: {@code scheme://user:password@host}. The password is what is found. */
final class CredentialUrls {
    private static final Set<String> DATABASES = Set.of("postgres", "postgresql", "mysql", "mariadb", "mongodb",
            "mongodb+srv", "redis", "rediss", "amqp", "amqps", "mssql", "sqlserver", "oracle", "clickhouse",
            "cockroachdb",
            "db2", "neo4j", "cassandra", "couchdb", "influxdb", "snowflake", "dbconnection", "kafka", "nats");
    /** Words that manuals write where a password goes. */
    private static final Set<String> TRIVIAL = Set.of("password", "passwd", "pass", "pwd", "secret", "user", "username",
            "token", "test", "root", "admin", "guest", "postgres", "mysql", "mongodb", "mongo", "redis", "rabbitmq",
            "key",
            "api_key", "apikey", "my-password", "my_password", "mypassword", "changeit", "foo", "bar", "pw", "abc",
            "xxx",
            "guest1", "foobar", "123", "1234", "12345", "hunter2", "foopassword", "userpassword", "bar1", "pass1",
            "secret1");
    private static final int LONGEST = 200;

    private CredentialUrls() {}

    /** {@code at} is where {@code ://} stands. */
    static @Nullable Span database(String text, int at) {
        return DATABASES.contains(scheme(text, at)) ? password(text, at) : null;
    }

    static @Nullable Span other(String text, int at) {
        String scheme = scheme(text, at);
        return scheme.isEmpty() || DATABASES.contains(scheme) ? null : password(text, at);
    }

    private static String scheme(String text, int at) {
        int start = at;
        while (start > 0 && at - start < 20 && isScheme(text.charAt(start - 1)))
            start--;
        return text.substring(start, at).toLowerCase(Locale.ROOT);
    }

    private static boolean isScheme(char c) {
        return c < 128 && Character.isLetterOrDigit(c) || c == '+';
    }

    private static @Nullable Span password(String text, int at) {
        int start = at + 3;
        int colon = -1;
        int last = -1;
        int limit = Math.min(text.length(), start + LONGEST);
        for (int i = start; i < limit && isAuthority(text.charAt(i)); i++) {
            char c = text.charAt(i);
            // A slash ends the authority; one in a password has to be written as %2F.
            if (c == '/' || c == '?') break;
            if (c == ':' && colon < 0) colon = i;
            if (c == '@') last = i;
        }
        if (colon < 0 || last <= colon + 1) return null;
        boolean host = last + 1 < text.length() && (isScheme(text.charAt(last + 1)) || text.charAt(last + 1) == '[');
        String user = text.substring(start, colon);
        String password = text.substring(colon + 1, last);
        return host && isSecret(user, password) ? new Span(colon + 1, last) : null;
    }

    private static boolean isAuthority(char c) {
        return c > ' ' && c < 127 && c != '"' && c != '\'' && c != '`' && c != '<' && c != '>' && c != '\\' && c != '|';
    }

    private static boolean isSecret(String user, String password) {
        String plain = password.toLowerCase(Locale.ROOT);
        if (TRIVIAL.contains(plain) || plain.equals(user.toLowerCase(Locale.ROOT)) || plain.length() < 4) return false;
        if (Values.isReference(password) || Values.isReference(user) || Placeholders.saysSo(plain)) return false;
        if (plain.startsWith("your") || plain.startsWith("my-") || plain.chars().distinct().count() <= 2) return false;
        // A port and a path with an @ in it; a name that only says password.
        boolean word = plain.chars().allMatch(c -> c >= 'a' && c <= 'z' || c == '_' || c == '-');
        return !plain.chars().allMatch(Character::isDigit)
                && !(word && (plain.contains("pass") || plain.contains("secret")));
    }
}
