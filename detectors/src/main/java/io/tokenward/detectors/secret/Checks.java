package io.tokenward.detectors.secret;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/** The checks that vendors have published or that their tools show, by the names of the format tables. */
final class Checks {
    private static final String BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final String BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final String BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private static final int[] BECH32_GENERATOR = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};

    private Checks() {}

    /** The check of that name; the part behind a colon is its parameter. */
    static Check named(String written) {
        int colon = written.indexOf(':');
        String name = colon < 0 ? written : written.substring(0, colon);
        String parameter = colon < 0 ? "" : written.substring(colon + 1);
        return switch (name) {
            case "crc62" -> token -> crc62(token, Integer.parseInt(parameter));
            case "crc-hex" -> token -> crcHex(token, parameter.isEmpty() ? 0 : Integer.parseInt(parameter));
            case "tokenward" -> token -> crc62(token, 0);
            case "github-pat" -> Checks::gitHubFineGrained;
            case "gitlab" -> Checks::gitLab;
            case "grafana" -> Checks::grafana;
            case "confluent" -> Checks::confluent;
            case "aws" -> Checks::aws;
            case "bech32" -> Checks::bech32;
            case "base58" -> Checks::base58;
            case "varied" -> token -> token.chars().skip(token.length() - 40).distinct().count() >= 12;
            case "nkey" -> Checks::nkey;
            case "pypi" -> token -> decodes(token.substring(5), "api.pypi.org", "pypi.org");
            case "sentry" -> Checks::sentry;
            case "json" -> {
                String[] keys = keys(parameter);
                yield token -> decodes(token, keys);
            }
            default -> throw new IllegalArgumentException("no check " + written);
        };
    }

    private static String[] keys(String parameter) {
        return Arrays.stream(parameter.split(",")).map(key -> "\"" + key + "\":").toArray(String[]::new);
    }

    /** GitHub, npm, Vercel, Tokenward: CRC-32 of what stands before the last six, in base 62; some leave out their prefix. */
    private static boolean crc62(String token, int prefix) {
        int body = token.length() - 6;
        if (body <= prefix) return false;
        long crc = crc(token.substring(prefix, body));
        for (int i = token.length() - 1; i >= body; i--) {
            if (token.charAt(i) != BASE62.charAt((int) (crc % 62))) return false;
            crc /= 62;
        }
        return crc == 0;
    }

    /** Atlassian, Zuplo: CRC-32 in eight hex digits at the end. */
    private static boolean crcHex(String token, int prefix) {
        int body = token.length() - 8;
        if (body <= prefix) return false;
        int bodyEnd = prefix > 0 && token.charAt(body - 1) == '_' ? body - 1 : body;
        return token.substring(body).equalsIgnoreCase("%08x".formatted(crc(token.substring(prefix, bodyEnd))));
    }

    private static boolean gitHubFineGrained(String token) {
        if (token.length() != 93) return false;
        int check = 34 + 43;
        byte[] hash = sha256(token.substring(0, check).getBytes(StandardCharsets.US_ASCII));
        return token.regionMatches(true, check, base32(hash), 0, 8);
    }

    /** Routable tokens: the last seven of base 36 are CRC-32 of all before. */
    private static boolean gitLab(String token) {
        int body = token.length() - 7;
        if (body < 20 || token.indexOf('.') < 0) return false;
        String check = Long.toString(crc(token.substring(0, body)), 36);
        return token.substring(body).equals("0".repeat(7 - check.length()) + check);
    }

    private static boolean grafana(String token) {
        if (token.length() != 46) return false;
        int crc = Integer.reverseBytes((int) crc(token.substring(0, 37)));
        return token.substring(38).equalsIgnoreCase("%08x".formatted(crc));
    }

    private static boolean confluent(String token) {
        if (token.length() != 64) return false;
        int crc = Integer.reverseBytes((int) crc(token.substring(4, 58)));
        byte[] bytes = {(byte) (crc >>> 24), (byte) (crc >>> 16), (byte) (crc >>> 8), (byte) crc};
        return token.regionMatches(58, Base64.getEncoder().withoutPadding().encodeToString(bytes), 0, 6);
    }

    private static final Pattern AWS = Pattern.compile("(?:AKIA|ASIA)[A-Z2-7]{16}");

    /** The account is in the first bytes of the key id, as a number of twelve digits. Nine in ten strings of the alphabet pass. */
    private static boolean aws(String token) {
        if (!AWS.matcher(token).matches()) return false;
        long bits = 0;
        for (int i = 4; i < 14; i++)
            bits = bits << 5 | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(token.charAt(i));
        long account = (bits >>> 2 & 0x7fffffffff80L) >>> 7;
        return account >= 10_000_000_000L && account < 1_000_000_000_000L;
    }

    private static boolean bech32(String token) {
        String lower = token.toLowerCase(Locale.ROOT);
        int one = lower.lastIndexOf('1');
        int sum = 1;
        for (int i = 0; i < one; i++)
            sum = bech32(sum, lower.charAt(i) >> 5);
        sum = bech32(sum, 0);
        for (int i = 0; i < one; i++)
            sum = bech32(sum, lower.charAt(i) & 31);
        for (int i = one + 1; i < lower.length(); i++)
            sum = bech32(sum, BECH32.indexOf(lower.charAt(i)));
        return sum == 1;
    }

    private static int bech32(int sum, int value) {
        int top = sum >>> 25;
        int next = (sum & 0x1ffffff) << 5 ^ value;
        for (int i = 0; i < 5; i++)
            if ((top >>> i & 1) != 0) next ^= BECH32_GENERATOR[i];
        return next;
    }

    /** {@code sntrys_}, base64 of an object, an underscore, base64 of a hash. */
    private static boolean sentry(String token) {
        int end = token.lastIndexOf('_');
        return end > 7 && decodes(token.substring(7, end), "\"region_url\"");
    }

    /** The last four bytes are the beginning of the double hash of those before. */
    private static boolean base58(String token) {
        BigInteger value = BigInteger.ZERO;
        for (int i = 0; i < token.length(); i++) {
            int digit = BASE58.indexOf(token.charAt(i));
            if (digit < 0) return false;
            value = value.multiply(BigInteger.valueOf(58)).add(BigInteger.valueOf(digit));
        }
        byte[] bytes = value.toByteArray();
        if (bytes.length < 8) return false;
        int from = bytes[0] == 0 ? 1 : 0;
        byte[] hash = sha256(sha256(Arrays.copyOfRange(bytes, from, bytes.length - 4)));
        return Arrays.equals(hash, 0, 4, bytes, bytes.length - 4, bytes.length);
    }

    /** NATS: CRC-16 (XMODEM), little-endian, over the bytes before it. */
    private static boolean nkey(String token) {
        var bytes = new byte[token.length() * 5 / 8];
        int bits = 0;
        int held = 0;
        int at = 0;
        for (int i = 0; i < token.length(); i++) {
            held = held << 5 | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(token.charAt(i));
            bits += 5;
            if (bits < 8) continue;
            bits -= 8;
            bytes[at++] = (byte) (held >>> bits);
        }
        int crc = 0;
        for (int i = 0; i < at - 2; i++) {
            crc ^= (bytes[i] & 0xff) << 8;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 0x8000) != 0 ? crc << 1 ^ 0x1021 : crc << 1;
        }
        return (crc & 0xffff) == ((bytes[at - 1] & 0xff) << 8 | bytes[at - 2] & 0xff);
    }

    /** Whether it is base64 of something that has one of the words, or all of them where they are members of an object. */
    private static boolean decodes(String base64, String... words) {
        try {
            String plain = base64.replace('-', '+').replace('_', '/').replace("=", "");
            byte[] bytes = Base64.getDecoder()
                    .decode(plain.substring(0, plain.length() - (plain.length() % 4 == 1 ? 1 : 0)));
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            boolean members = words[0].startsWith("\"");
            return members
                    ? Arrays.stream(words).allMatch(text::contains)
                    : Arrays.stream(words).anyMatch(text::contains);
        } catch (IllegalArgumentException noBase64) {
            return false;
        }
    }

    private static long crc(String text) {
        var crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        return crc.getValue();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    private static String base32(byte[] bytes) {
        var text = new StringBuilder();
        long bits = 0;
        for (int i = 0; i < 5; i++)
            bits = bits << 8 | bytes[i] & 0xff;
        for (int i = 35; i >= 0; i -= 5)
            text.append("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".charAt((int) (bits >>> i & 31)));
        return text.toString();
    }
}
