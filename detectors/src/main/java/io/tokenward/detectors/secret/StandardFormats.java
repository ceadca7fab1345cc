package io.tokenward.detectors.secret;

import java.util.ArrayList;
import java.util.List;

/** All formats, the more special first: vendors' marks, then structure, then names with values. */
final class StandardFormats {
    private static final List<SecretFormat> SPECIAL = special();
    /** The first place in the list whose formats judge by the name beside a value. */
    static final int GENERIC_FROM = SPECIAL.size();

    private StandardFormats() {}

    static List<SecretFormat> all() {
        var all = new ArrayList<>(SPECIAL);
        all.add(new SecretFormat("secret-aws-secret-key", Assignments.NAMES, true, Assignments::awsSecret));
        all.add(new SecretFormat("secret-generic-assignment", Assignments.NAMES, true, Assignments::verify));
        return List.copyOf(all);
    }

    private static List<SecretFormat> special() {
        var formats = new ArrayList<SecretFormat>();
        formats.add(new SecretFormat("secret-private-key", List.of("BEGIN "), false, PrivateKeys::verify));
        formats.addAll(ModelFormats.all());
        formats.addAll(PlatformFormats.all());
        formats.addAll(ServiceFormats.all());
        formats.add(new SecretFormat("secret-jwt", List.of("eyJ"), false, JsonWebTokens::verify));
        formats.add(new SecretFormat("secret-database-url", List.of("://"), false, CredentialUrls::database));
        formats.add(new SecretFormat("secret-basic-auth-url", List.of("://"), false, CredentialUrls::other));
        return List.copyOf(formats);
    }
}
