package io.tokenward.detectors.pii;

/** Numbers that states give to people, each by the rule that its state publishes. */
final class NationalIds {
    private static final int[][] VERHOEFF_PRODUCT = {{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, {1, 2, 3, 4, 0, 6, 7, 8, 9, 5},
            {2, 3, 4, 0, 1, 7, 8, 9, 5, 6}, {3, 4, 0, 1, 2, 8, 9, 5, 6, 7}, {4, 0, 1, 2, 3, 9, 5, 6, 7, 8},
            {5, 9, 8, 7, 6, 0, 4, 3, 2, 1}, {6, 5, 9, 8, 7, 1, 0, 4, 3, 2}, {7, 6, 5, 9, 8, 2, 1, 0, 4, 3},
            {8, 7, 6, 5, 9, 3, 2, 1, 0, 4}, {9, 8, 7, 6, 5, 4, 3, 2, 1, 0}};
    private static final int[][] VERHOEFF_ORDER = {{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, {1, 5, 7, 6, 2, 8, 3, 0, 9, 4},
            {5, 8, 0, 3, 7, 9, 6, 1, 4, 2}, {8, 9, 1, 6, 0, 4, 3, 5, 2, 7}, {9, 4, 5, 3, 1, 2, 6, 8, 7, 0},
            {4, 2, 8, 6, 5, 7, 3, 9, 0, 1}, {2, 7, 9, 3, 8, 0, 6, 4, 1, 5}, {7, 0, 4, 6, 9, 1, 3, 2, 5, 8}};
    private static final int[] ODD = {1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22,
            25,
            24, 23};
    private static final int[] RRN = {2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5};
    private static final String NIF = "TRWAGMYFPDXBNJZSQVHLCKE";

    private NationalIds() {}

    /** United States: area, group and serial are never zero; without its hyphens only where it is called so. */
    static int socialSecurity(Reading reading) {
        if (reading.digits() != 9 || !reading.endsAt(9)) return 0;
        int area = reading.number(0, 3);
        if (area == 0 || area == 666 || area >= 900 || reading.number(3, 5) == 0 || reading.number(5, 9) == 0) return 0;
        boolean written = reading.end(2) == reading.start() + 3 && reading.end(3) == reading.start() + 5
                && reading.end(5) == reading.start() + 8 && reading.grouped(9, 2, 4);
        return written || Nearby.says(reading, "ssn", "social security") ? 9 : 0;
    }

    /** Korea: birth date, sex and century, weighted sum. */
    static int residentRegistration(Reading reading) {
        if (reading.digits() != 13 || !reading.endsAt(13)) return 0;
        boolean written = reading.together(13) || reading.end(6) - reading.end(5) == 2 && reading.grouped(13, 6, 7);
        int month = reading.number(2, 4);
        int day = reading.number(4, 6);
        if (!written || month < 1 || month > 12 || day < 1 || day > 31 || reading.unit(6) < '1'
                || reading.unit(6) > '8')
            return 0;
        int sum = 0;
        for (int i = 0; i < 12; i++)
            sum += (reading.unit(i) - '0') * RRN[i];
        // Numbers given since October 2020 have no check digit: their hyphen has to do.
        boolean hyphened = !reading.together(13) && reading.text().charAt(reading.end(5)) == '-';
        return hyphened || (11 - sum % 11) % 10 == reading.unit(12) - '0' ? 13 : 0;
    }

    /** India: Verhoeff. */
    static int aadhaar(Reading reading) {
        if (reading.digits() != 12 || !reading.endsAt(12) || reading.unit(0) < '2') return 0;
        if (!reading.together(12) && !reading.grouped(12, 4, 4)) return 0;
        int check = 0;
        for (int i = 0; i < 12; i++)
            check = VERHOEFF_PRODUCT[check][VERHOEFF_ORDER[i % 8][reading.unit(11 - i) - '0']];
        String digits = reading.first(12);
        boolean mirrored = new StringBuilder(digits).reverse().toString().equals(digits);
        return check == 0 && !mirrored ? 12 : 0;
    }

    /** Spain: the letter is the number modulo 23; foreigners have X, Y or Z for 0, 1, 2. */
    static int nif(Reading reading) {
        if (reading.length() < 8) return 0;
        int foreign = "XYZ".indexOf(reading.unit(0));
        int from = foreign >= 0 ? 1 : 0;
        int number = Math.max(foreign, 0);
        int at = from;
        while (at < reading.length() && Reading.isDigit(reading.unit(at)) && at - from < 9)
            number = number * 10 + reading.unit(at++) - '0';
        int digits = at - from;
        boolean sized = foreign >= 0 ? digits == 7 : digits == 8 || digits == 7;
        if (!sized || !reading.endsAt(at + 1) || reading.end(at) - reading.start() > at + 2) return 0;
        return NIF.charAt(number % 23) == Character.toUpperCase(reading.unit(at)) ? at + 1 : 0;
    }

    /** Italy: six letters, date and town, check letter from odd and even places. */
    static int fiscalCode(Reading reading) {
        if (reading.length() < 16 || !reading.together(16) || !reading.endsAt(16)) return 0;
        String form = "LLLLLLDDLDDLDDDL";
        int sum = 0;
        for (int i = 0; i < 16; i++) {
            char c = Character.toUpperCase(reading.unit(i));
            boolean digit = Reading.isDigit(c);
            // In rare cases letters stand for digits.
            if (form.charAt(i) == 'L' ? digit : !digit && "LMNPQRSTUV".indexOf(c) < 0) return 0;
            int value = digit ? c - '0' : c - 'A';
            if (i < 15) sum += i % 2 == 0 ? ODD[value] : value;
            else
                return sum % 26 == value ? 16 : 0;
        }
        return 0;
    }

    /** United Kingdom, health: modulo 11. */
    static int nhs(Reading reading) {
        if (reading.digits() != 10 || !reading.endsAt(10)) return 0;
        int sum = 0;
        for (int i = 0; i < 9; i++)
            sum += (reading.unit(i) - '0') * (10 - i);
        boolean written = reading.end(2) == reading.start() + 3 && reading.end(3) == reading.start() + 5
                && reading.end(5) + 2 == reading.end(6);
        boolean right = (11 - sum % 11) % 11 == reading.unit(9) - '0';
        return right && (written || Nearby.says(reading, "nhs", "health", "patient")) ? 10 : 0;
    }

    /** Passports have no check digit outside their machine-readable lines: a word before has to say so. */
    static int passport(Reading reading) {
        int letters = 0;
        while (letters < 2 && letters < reading.length() && Character.isUpperCase(reading.unit(letters)))
            letters++;
        int end = letters;
        while (end < reading.length() && Reading.isDigit(reading.unit(end)))
            end++;
        int digits = end - letters;
        boolean shaped = letters == 0 ? digits == 9 || digits == 8 : digits >= 6 && digits <= 8;
        if (!shaped || !reading.endsAt(end)) end = isMixed(reading) ? 9 : 0;
        if (end == 0 || !reading.together(end) || !reading.endsAt(end)) return 0;
        return Nearby.says(reading, "passport", "护照", "通行证", "passeport", "reisepass") ? end : 0;
    }

    /** Germany's and France's: nine capitals and digits in any order, more digits than a word has. */
    private static boolean isMixed(Reading reading) {
        int digits = 0;
        for (int i = 0; i < 9; i++) {
            if (i >= reading.length()) return false;
            char c = reading.unit(i);
            if (Reading.isDigit(c)) digits++;
            else if (!Character.isUpperCase(c)) return false;
        }
        return digits >= 4 && digits < 9;
    }
}
