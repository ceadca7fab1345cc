package io.tokenward.detectors.pii;

/**
 * Telephone numbers: Chinese mobile numbers, numbers with a country code behind {@code +} (E.164), North American ones in
 * their usual writing, and any other where a word before says that it is one.
 */
final class Phones {
    private static final String[] WORDS = {"phone", "tel", "mobile", "cell", "call", "fax", "whatsapp", "sms",
            "contact",
            "number is", "电话", "手机", "联系方式", "致电", "号码", "传真"};

    private Phones() {}

    /** Behind a plus sign. */
    static int international(Reading reading) {
        int digits = reading.digits();
        boolean fits = digits >= 8 && digits <= 15 && reading.endsAt(digits) && reading.unit(0) != '0';
        return fits ? digits : 0;
    }

    static int units(Reading reading) {
        int digits = reading.digits();
        if (!reading.endsAt(digits)) return 0;
        if (isChinese(reading, digits, 0)) return digits;
        if (digits == 13 && reading.first(2).equals("86") && isChinese(reading, digits, 2)) return digits;
        if (isNorthAmerican(reading, digits)) return digits;
        boolean called = digits >= 7 && digits <= 13 && Nearby.says(reading, WORDS);
        return called && !looksLikeDate(reading, digits) ? digits : 0;
    }

    private static boolean isChinese(Reading reading, int digits, int from) {
        if (digits - from != 11 || reading.unit(from) != '1' || reading.unit(from + 1) < '3') return false;
        return reading.together(digits) || reading.grouped(digits, from == 0 ? 3 : 2, 11);
    }

    /** Three, three and four digits in groups; area and exchange begin with 2 to 9. */
    private static boolean isNorthAmerican(Reading reading, int digits) {
        if (digits != 10 && !(digits == 11 && reading.unit(0) == '1')) return false;
        int area = digits - 10;
        if (reading.unit(area) < '2' || reading.unit(area + 3) < '2') return false;
        int start = reading.start();
        boolean groups = reading.end(area + 2) < reading.end(area + 3) - 1
                && reading.end(area + 5) < reading.end(area + 6) - 1;
        boolean bracketed = start > 0 && reading.text().charAt(start - 1) == '(';
        return groups || bracketed;
    }

    private static boolean looksLikeDate(Reading reading, int digits) {
        if (digits != 8) return false;
        return ChineseIds.isDate(reading.number(0, 4), reading.number(4, 6), reading.number(6, 8));
    }
}
