package io.tokenward.detectors.secret;

import java.util.ArrayList;
import java.util.List;

/** All formats, the more special first: vendors' marks, then structure, then names with values. */
final class StandardFormats {
    /** The tables; the more special a family, the earlier. */
    private static final List<String> TABLES = List.of("models.txt", "development.txt", "clouds.txt", "operations.txt",
            "messaging.txt", "business.txt");
    private static final List<SecretFormat> SPECIAL = special();
    /** The first place in the list whose formats judge by the name beside a value. */
    static final int GENERIC_FROM = SPECIAL.size();

    private StandardFormats() {}

    static List<SecretFormat> all() {
        var all = new ArrayList<>(SPECIAL);
        all.add(SecretFormat.anyCase("secret-aws-secret-key", Assignments.AWS_NAMES, Assignments::awsSecret));
        all.addAll(CommandLines.all());
        all.addAll(VendorKeys.read("vendors.txt"));
        all.add(SecretFormat.anyCase("secret-generic-assignment", Assignments.NAMES, Assignments::verify));
        return List.copyOf(all);
    }

    private static List<SecretFormat> special() {
        var formats = new ArrayList<SecretFormat>();
        formats.addAll(Documents.all());
        formats.add(new SecretFormat("secret-private-key", List.of(new Anchor("BEGIN ", false)), PrivateKeys::verify,
                KeyStructure::proves));
        for (String table : TABLES)
            formats.addAll(FormatTable.read(table));
        formats.add(SecretFormat.coded("secret-generic-sk-key", List.of("sk-"), PlainKeys::verify));
        formats.add(SecretFormat.coded("secret-marked-key", MarkedKeys.ANCHORS, MarkedKeys::verify));
        formats.add(SecretFormat.coded("secret-jwt", List.of("eyJ"), JsonWebTokens::verify));
        formats.add(SecretFormat.coded("secret-basic-credentials", BasicCredentials.ANCHORS, BasicCredentials::verify));
        formats.add(SecretFormat.coded("secret-putty-key", List.of("PuTTY-User-Key-File-"), PrivateKeys::putty));
        formats.add(SecretFormat.coded("secret-database-url", List.of("://"), CredentialUrls::database));
        formats.add(SecretFormat.coded("secret-basic-auth-url", List.of("://"), CredentialUrls::other));
        return List.copyOf(formats);
    }
}
