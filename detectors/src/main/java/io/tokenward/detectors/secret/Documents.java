package io.tokenward.detectors.secret;

import io.tokenward.detectors.Span;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Credentials that are known by what stands around them in the same document: service accounts of Google, JSON Web Keys
 * (RFC 7517), signatures of Azure's URLs.
 */
final class Documents {
    private static final int ACCOUNT = 3000;
    private static final int KEY = 1200;
    private static final int QUERY = 240;
    private static final Pattern PRIVATE_MEMBER = Pattern
            .compile("\\\\?\"d\\\\?\"\\s{0,4}:\\s{0,4}\\\\?\"([0-9A-Za-z_-]{20,700})\\\\?\"");
    private static final Pattern SIGNATURE = Pattern.compile("sig=((?:[0-9A-Za-z+/_-]|%2[BbFf]|%3[Dd]){40,140}=?)");

    private Documents() {}

    static List<SecretFormat> all() {
        return List.of(
                SecretFormat.coded("secret-gcp-service-account", List.of("\"private_key\""), Documents::serviceAccount),
                SecretFormat.coded("secret-json-web-key", List.of("\"kty\""), Documents::webKey),
                SecretFormat.coded("secret-azure-signature", List.of("sig="), Documents::signature),
                SecretFormat.anyCase("secret-seed-phrase", SeedPhrase.NAMES, SeedPhrase::verify));
    }

    /** The key of a service account, named after it. */
    private static @Nullable Span serviceAccount(String text, int at) {
        int begin = text.indexOf("BEGIN ", at, Math.min(text.length(), at + 60));
        if (begin < 0) return null;
        int from = Math.max(0, at - ACCOUNT);
        int to = Math.min(text.length(), at + 2 * ACCOUNT);
        boolean account = text.indexOf("service_account", from, to) >= 0 && text.indexOf("client_email", from, to) >= 0;
        return account ? PrivateKeys.verify(text, begin) : null;
    }

    /** The private member {@code d} of a key whose type stands before or after it. */
    private static @Nullable Span webKey(String text, int at) {
        // From the type of the key before to that of the next one, so that many types are not each read with all others.
        int from = Math.max(0, at - KEY);
        int before = text.substring(from, at).lastIndexOf("\"kty\"");
        int to = Math.min(text.length(), at + KEY);
        int next = text.indexOf("\"kty\"", at + 1, to);
        Matcher matcher = PRIVATE_MEMBER.matcher(text).region(before < 0 ? from : from + before, next < 0 ? to : next);
        if (!matcher.find()) return null;
        boolean random = Values.isToken(matcher.group(1));
        return random ? new Span(matcher.start(1), matcher.end(1)) : null;
    }

    /** The signature of a shared access URL: version and expiry or permissions stand beside it. */
    private static @Nullable Span signature(String text, int at) {
        if (at > 0 && Character.isLetterOrDigit(text.charAt(at - 1))) return null;
        Matcher matcher = SIGNATURE.matcher(text).region(at, Math.min(text.length(), at + 160));
        if (!matcher.lookingAt()) return null;
        String around = text.substring(Math.max(0, at - QUERY), Math.min(text.length(), matcher.end() + QUERY));
        boolean shared = around.contains("sv=") && (around.contains("se=") || around.contains("sp="));
        boolean specimen = Placeholders.isSpecimen(text, matcher.start(1), matcher.end(1));
        return shared && !specimen ? new Span(matcher.start(1), matcher.end(1)) : null;
    }
}
