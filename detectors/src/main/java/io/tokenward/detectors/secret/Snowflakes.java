package io.tokenward.detectors.secret;

import java.util.ArrayList;
import java.util.List;

/** Base64 of three decimal digits begins in one of 120 ways: tokens that begin with a number in base64 begin so. */
final class Snowflakes {
    static final List<String> ANCHORS = anchors();

    private Snowflakes() {}

    private static List<String> anchors() {
        var anchors = new ArrayList<String>();
        for (char first : "MNO".toCharArray())
            for (char second : "DTjz".toCharArray())
                for (char third : "AEIMQUYcgk".toCharArray())
                    anchors.add("" + first + second + third);
        return List.copyOf(anchors);
    }
}
