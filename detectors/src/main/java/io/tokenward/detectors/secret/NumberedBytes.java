package io.tokenward.detectors.secret;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Base64 of a decimal number: Discord's tokens begin with one, Jira's are one, a colon and twenty random bytes. */
final class NumberedBytes {
    /** Base64 of three decimal digits begins in one of 120 ways. */
    static final List<String> ANCHORS = anchors();

    private NumberedBytes() {}

    private static List<String> anchors() {
        var anchors = new ArrayList<String>();
        for (char first : "MNO".toCharArray())
            for (char second : "DTjz".toCharArray())
                for (char third : "AEIMQUYcgk".toCharArray())
                    anchors.add("" + first + second + third);
        return List.copyOf(anchors);
    }

    /** Whether the 44 characters are a number, a colon and twenty bytes. */
    static boolean holds(String token) {
        byte[] bytes = Base64.getDecoder().decode(token);
        int colon = 0;
        while (colon < bytes.length && bytes[colon] >= '0' && bytes[colon] <= '9')
            colon++;
        return colon == bytes.length - 21 && bytes[colon] == ':';
    }
}
