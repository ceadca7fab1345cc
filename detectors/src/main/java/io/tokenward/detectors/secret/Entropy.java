package io.tokenward.detectors.secret;

/** How even the characters of a value are spread; one number among several, never enough alone. */
final class Entropy {
    private Entropy() {}

    /** Shannon entropy in bits per character; 0 for an empty value. */
    static double bits(String value) {
        var counts = new int[128];
        int other = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < 128) counts[c]++;
            else
                other++;
        }
        double bits = part(other, value.length());
        for (int count : counts)
            bits += part(count, value.length());
        return bits;
    }

    private static double part(int count, int all) {
        if (count == 0) return 0;
        double share = (double) count / all;
        return -share * Math.log(share) / Math.log(2);
    }
}
