package io.tokenward.detectors.pii;

/** Payment card numbers (ISO/IEC 7812): issuer range with its lengths, then Luhn. */
final class Cards {
    /** First digits from, to, then shortest and longest number; ranges as the schemes publish them. */
    private static final int[][] ISSUERS = {{4, 4, 13, 13}, {4, 4, 16, 16}, {4, 4, 19, 19}, {51, 55, 16, 16},
            {2221, 2720, 16, 16}, {34, 34, 15, 15}, {37, 37, 15, 15}, {300, 305, 14, 14}, {36, 36, 14, 14},
            {38, 39, 14, 14}, {3528, 3589, 16, 19}, {6011, 6011, 16, 19}, {622126, 622925, 16, 19}, {644, 649, 16, 19},
            {65, 65, 16, 19}, {62, 62, 16, 19}, {81, 81, 16, 19}, {50, 50, 15, 19}, {56, 58, 15, 19}, {60, 60, 16, 16},
            {63, 63, 15, 19}, {67, 67, 15, 19}, {1220, 1220, 15, 15}, {1354, 1354, 15, 15}, {2200, 2204, 16, 19}};

    private Cards() {}

    static int units(Reading reading) {
        int digits = reading.digits();
        if (digits < 13 || digits > 19 || !reading.endsAt(digits)) return 0;
        if (!reading.together(digits) && !reading.grouped(digits, 4, 6)) return 0;
        return isIssued(reading, digits) && luhn(reading, digits) && varies(reading, digits) ? digits : 0;
    }

    private static boolean isIssued(Reading reading, int digits) {
        for (int[] issuer : ISSUERS) {
            int length = Integer.toString(issuer[0]).length();
            int first = reading.number(0, length);
            if (first >= issuer[0] && first <= issuer[1] && digits >= issuer[2] && digits <= issuer[3]) return true;
        }
        return false;
    }

    private static boolean luhn(Reading reading, int digits) {
        int sum = 0;
        for (int i = 0; i < digits; i++) {
            int digit = reading.unit(digits - 1 - i) - '0';
            int counted = i % 2 == 0 ? digit : digit * 2;
            sum += counted > 9 ? counted - 9 : counted;
        }
        return sum % 10 == 0;
    }

    private static boolean varies(Reading reading, int digits) {
        int seen = 0;
        for (int i = 0; i < digits; i++)
            seen |= 1 << reading.unit(i) - '0';
        return Integer.bitCount(seen) > 1;
    }
}
