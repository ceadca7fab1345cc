package io.tokenward.detectors.secret;

import static io.tokenward.detectors.secret.SecretFormat.token;

import io.tokenward.detectors.Span;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Tokens of clouds, messaging, payment and other services. Marks of capitals alone also occur in base64: those must not
 * stand behind one of its signs.
 */
final class ServiceFormats {
    private ServiceFormats() {}

    static List<SecretFormat> all() {
        return List.of(
                token("secret-aws-access-key-id", "(?<![+/])(?:AKIA|ASIA|ABIA|ACCA|A3T[0-9A-Z])[0-9A-Z]{16}", "AKIA",
                        "ASIA",
                        "ABIA", "ACCA", "A3T"),
                token("secret-aws-bedrock-key", "ABSK[0-9A-Za-z+/]{100,270}={0,2}|bedrock-api-key-[0-9A-Za-z+/=]{30,}",
                        "ABSK",
                        "bedrock-api-key-"),
                token("secret-aws-appsync-key", "da2-[0-9a-z]{26}", "da2-"),
                token("secret-aliyun-access-key-id", "(?<![+/])LTAI[0-9A-Za-z]{12}(?:[0-9A-Za-z]{4,8})?", "LTAI"),
                token("secret-tencent-secret-id", "(?<![+/])AKID[0-9A-Za-z]{32}(?:[0-9A-Za-z_-]{20,40})?", "AKID"),
                token("secret-volcengine-access-key-id", "AK(?:LT|TP)[0-9A-Za-z]{40,60}={0,2}", "AKLT", "AKTP"),
                token("secret-baidu-access-key-id", "ALTAK[0-9A-Za-z]{21}", "ALTAK"),
                token("secret-google-oauth",
                        "GOCSPX-[0-9A-Za-z_-]{28}|ya29\\.[0-9A-Za-z_-]{30,}|1//0[0-9A-Za-z_-]{40,}", "GOCSPX-",
                        "ya29.", "1//0"),
                token("secret-digitalocean", "do[opr]_v1_[0-9a-f]{64}", "dop_v1_", "doo_v1_", "dor_v1_"),
                token("secret-heroku-key", "HRKU-(?:[0-9A-Za-z_-]{58,62}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})",
                        "HRKU-"),
                token("secret-fly-token", "fo1_[0-9A-Za-z_-]{43}|fm[12][ar]?_[0-9A-Za-z+/=_-]{100,}", "fo1_", "fm1r_",
                        "fm1a_", "fm2_"),
                token("secret-cloudflare-token",
                        "cf(?:at|ut|k)_[0-9A-Za-z]{40}[0-9A-Za-z]{8}|v1\\.0-[0-9a-f]{24}-[0-9a-f]{146}", "cfat_",
                        "cfut_", "cfk_", "v1.0-"),
                new SecretFormat("secret-azure-client-secret", before("Q~"), false, ServiceFormats::azureClientSecret),
                new SecretFormat("secret-azure-storage-key", List.of("AccountKey="), true,
                        TokenShape.behind("AccountKey=", "[0-9A-Za-z+/]{86}==")),
                token("secret-slack-token",
                        "xox[abeoprscd]-(?:[0-9]{1,3}-)?(?:[0-9]{6,14}-){1,3}[0-9A-Za-z]{12,64}|xox[abe](?:\\.xoxp)?-[0-9]-[0-9A-Za-z]{80,}|xoxe?[bp]-[0-9]-[0-9A-Za-z]{80,}"
                                + "|xapp-[0-9]-A[0-9A-Z]{8,12}-[0-9]{10,14}-[0-9a-f]{60,90}",
                        "xox", "xapp-"),
                token("secret-slack-webhook",
                        "hooks\\.slack\\.com/(?:services/T[0-9A-Z]{7,12}/B[0-9A-Z]{7,12}/[0-9A-Za-z]{20,26}|(?:workflows|triggers)/[0-9A-Za-z/]{40,80})",
                        "hooks.slack.com/"),
                new SecretFormat("secret-discord", Snowflakes.ANCHORS, false,
                        new TokenShape("[MNO][0-9A-Za-z]{22,26}\\.[0-9A-Za-z_-]{6}\\.[0-9A-Za-z_-]{27,40}")),
                token("secret-discord-webhook", "discord(?:app)?\\.com/api/webhooks/[0-9]{17,20}/[0-9A-Za-z_-]{60,80}",
                        "discord"),
                new SecretFormat("secret-telegram-bot-token", List.of(":AA"), false, ServiceFormats::telegram),
                new SecretFormat("secret-twilio", hexAfter("SK"), false, new TokenShape("SK[0-9a-f]{32}")),
                token("secret-sendgrid", "SG\\.[0-9A-Za-z_-]{22}\\.[0-9A-Za-z_-]{40,50}", "SG."),
                token("secret-mailgun-key", "key-[0-9a-f]{32}", "key-"),
                new SecretFormat("secret-mailchimp-key", List.of("-us"), false, ServiceFormats::mailchimp),
                token("secret-brevo-key", "xkeysib-[0-9a-f]{64}-[0-9A-Za-z]{16}", "xkeysib-"),
                token("secret-stripe-key", "[sr]k_(?:live|test)_[0-9A-Za-z]{24,128}|whsec_[0-9A-Za-z+/]{32,64}",
                        "sk_live_", "sk_test_",
                        "rk_live_", "rk_test_", "whsec_"),
                token("secret-square-token", "(?<![+/])EAAA[0-9A-Za-z_-]{60}|sq0(?:atp|csp|idp)-[0-9A-Za-z_-]{22,43}",
                        "EAAA",
                        "sq0atp-", "sq0csp-", "sq0idp-"),
                token("secret-shopify-token", "shp(?:at|ca|pa|ss|tka)_[0-9A-Za-z]{32,38}", "shpat_", "shpca_", "shppa_",
                        "shpss_", "shptka_"),
                token("secret-paypal-token", "access_token\\$(?:production|sandbox)\\$[0-9a-z]{16}\\$[0-9a-f]{32}",
                        "access_token$"),
                token("secret-plaid-token",
                        "access-(?:production|sandbox|development)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
                        "access-"),
                new SecretFormat("secret-facebook-token", digitsBefore("|"), false, ServiceFormats::facebookApp),
                token("secret-facebook-token", "(?<![+/])EAA[0-9A-Za-z]{100,240}(?![+/=])", "EAA"),
                token("secret-flutterwave-key", "FLWSECK(?:_TEST)?-[0-9a-f]{12,32}-X", "FLWSECK"),
                token("secret-salesforce-token", "00D[0-9A-Za-z]{12,15}!A[0-9A-Za-z._]{80,120}", "00D"),
                token("secret-password-hash",
                        "\\$(?:[56]|y|apr1|2[aby])\\$[0-9A-Za-z./$=,]{22,130}|\\$argon2(?:id|i|d)\\$[0-9A-Za-z./$=,+]{40,160}",
                        "$6$", "$5$", "$2y$", "$2a$", "$2b$", "$y$", "$apr1$", "$argon2"),
                token("secret-dropbox-token", "sl\\.[0-9A-Za-z_-]{130,}", "sl."),
                token("secret-confluent-key", "(?<![+/])cflt[0-9A-Za-z+/]{60}", "cflt"));
    }

    private static List<String> before(String mark) {
        var anchors = new ArrayList<String>();
        for (int digit = 0; digit < 10; digit++)
            anchors.add(digit + mark);
        return anchors;
    }

    private static List<String> digitsBefore(String mark) {
        var anchors = new ArrayList<String>();
        for (int number = 0; number < 100; number++)
            anchors.add("%02d".formatted(number) + mark);
        return anchors;
    }

    private static final TokenShape FACEBOOK_APP = new TokenShape("[0-9]{15,16}\\|[0-9A-Za-z_-]{27}");

    /** The id of an app, a stroke, its secret. */
    private static @Nullable Span facebookApp(String text, int at) {
        int start = at;
        while (start > 0 && at - start < 15 && Character.digit(text.charAt(start - 1), 10) >= 0)
            start--;
        return at - start < 13 ? null : FACEBOOK_APP.verify(text, start);
    }

    private static List<String> hexAfter(String mark) {
        var anchors = new ArrayList<String>();
        for (int digit = 0; digit < 16; digit++)
            anchors.add(mark + Integer.toHexString(digit));
        return anchors;
    }

    private static final TokenShape AZURE = new TokenShape("[0-9A-Za-z_.~-]{3}[0-9]Q~[0-9A-Za-z_.~-]{31,34}");

    private static @Nullable Span azureClientSecret(String text, int at) {
        return at < 3 ? null : AZURE.verify(text, at - 3);
    }

    private static final TokenShape TELEGRAM = new TokenShape("[0-9]{8,10}:AA[0-9A-Za-z_-]{33}(?!-)");

    private static @Nullable Span telegram(String text, int at) {
        int start = at;
        while (start > 0 && at - start < 11 && Character.digit(text.charAt(start - 1), 10) >= 0)
            start--;
        if (at - start < 8) return null;
        // In the URLs of the API the word bot stands right before the token.
        if (text.startsWith("/bot", start - 4)) return TELEGRAM.match(text, start);
        return TELEGRAM.verify(text, start);
    }

    private static final TokenShape MAILCHIMP = new TokenShape("[0-9a-f]{32}-us[0-9]{1,2}");

    private static @Nullable Span mailchimp(String text, int at) {
        return at < 32 ? null : MAILCHIMP.verify(text, at - 32);
    }
}
