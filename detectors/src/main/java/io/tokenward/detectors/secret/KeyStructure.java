package io.tokenward.detectors.secret;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Whether what stands between PEM lines really is a key: DER of the right length, OpenSSH's own form, or an OpenPGP packet. */
final class KeyStructure {
    private static final byte[] OPENSSH = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);

    private KeyStructure() {}

    static boolean proves(String pem) {
        int label = pem.indexOf("-----", 5);
        int end = pem.lastIndexOf("-----END");
        if (label < 0 || end <= label + 5) return false;
        byte[] bytes = decoded(pem.substring(label + 5, end));
        return bytes.length > 16 && (isDer(bytes) || startsWith(bytes, OPENSSH) || isPacket(bytes));
    }

    /** A sequence whose length reaches to the end. */
    private static boolean isDer(byte[] bytes) {
        if (bytes[0] != 0x30) return false;
        int first = bytes[1] & 0xff;
        if (first < 0x80) return first + 2 == bytes.length;
        int octets = first & 0x7f;
        if (octets == 0 || octets > 3) return false;
        int length = 0;
        for (int i = 0; i < octets; i++)
            length = length << 8 | bytes[2 + i] & 0xff;
        return length + 2 + octets == bytes.length;
    }

    /** Secret keys and their subkeys have the tags 5 and 7 (RFC 9580). */
    private static boolean isPacket(byte[] bytes) {
        int head = bytes[0] & 0xff;
        int tag = (head & 0x40) != 0 ? head & 0x3f : head >> 2 & 0xf;
        return (head & 0x80) != 0 && (tag == 5 || tag == 7);
    }

    private static boolean startsWith(byte[] bytes, byte[] start) {
        return java.util.Arrays.equals(bytes, 0, Math.min(start.length, bytes.length), start, 0, start.length);
    }

    /**
     * Base64 without line ends, in any of the ways they are written, such as pieces of a string that a program puts together;
     * armour's checksum is left out.
     */
    private static byte[] decoded(String body) {
        var base64 = new StringBuilder();
        for (String line : body.split("\\\\n|\\\\r|\\s+|[\"'][+,]+")) {
            if (line.startsWith("=") || line.indexOf(':') >= 0) continue;
            // A plus by itself puts strings together; one at the end of a line is a digit of base64.
            if (line.chars().noneMatch(Character::isLetterOrDigit)) continue;
            for (int i = 0; i < line.length(); i++) {
                char c = line.charAt(i);
                if (c < 128 && Character.isLetterOrDigit(c) || c == '+' || c == '/') base64.append(c);
            }
        }
        int whole = base64.length() - (base64.length() % 4 == 1 ? 1 : 0);
        try {
            return Base64.getDecoder().decode(base64.substring(0, whole));
        } catch (IllegalArgumentException noBase64) {
            return new byte[0];
        }
    }
}
