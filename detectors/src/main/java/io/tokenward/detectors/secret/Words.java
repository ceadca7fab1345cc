package io.tokenward.detectors.secret;

/** Tells names made of words from characters drawn at random. */
final class Words {
    private Words() {}

    /**
     * Whether a token of at least twenty characters has neither a digit behind its prefix nor capitals in unlikely places:
     * drawn at random, one in thirty would have no digit, and hardly any no jumble of cases either.
     */
    static boolean only(String token) {
        int body = prefix(token);
        if (token.length() - body < 16) return false;
        int digits = 0;
        int upper = 0;
        int lower = 0;
        int rises = 0;
        int drops = 0;
        for (int i = body; i < token.length(); i++) {
            char c = token.charAt(i);
            if (c >= '0' && c <= '9') digits++;
            else if (c >= 'A' && c <= 'Z') {
                upper++;
                if (i > body && isLower(token.charAt(i - 1))) rises++;
            } else if (isLower(c)) {
                lower++;
                if (i > body && isUpper(token.charAt(i - 1))) drops++;
            }
        }
        // Base 32 in capitals without a digit is no rare thing.
        if (digits > 0 || lower == 0) return false;
        // Every other letter drawn at random is a capital, and every other one differs in case from the one before.
        boolean fewCapitals = upper * 4 < upper + lower;
        return upper == 0 || fewCapitals && (rises + drops) * 20 < (upper + lower) * 9;
    }

    private static int prefix(String token) {
        int body = 0;
        for (int i = 0; i < token.length() && i < 20; i++)
            if (token.charAt(i) == '_' || token.charAt(i) == '-' || token.charAt(i) == '.') body = i + 1;
        return body;
    }

    private static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }
}
