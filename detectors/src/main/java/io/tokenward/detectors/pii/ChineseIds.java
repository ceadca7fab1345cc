package io.tokenward.detectors.pii;

import java.time.LocalDate;
import java.time.Year;

/** Chinese resident ids (GB 11643) and credit codes of organisations (GB 32100), by region, date and check character. */
final class ChineseIds {
    private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    private static final String CHECKS = "10X98765432";
    /** Digits and capitals without I, O, S, V, Z. */
    private static final String USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static final String PROVINCES = " 11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62"
            + " 63 64 65 71 81 82 83 91 ";

    private ChineseIds() {}

    static int resident(Reading reading) {
        int digits = reading.digits();
        if (digits == 15 && reading.together(15) && reading.endsAt(15)) {
            boolean old = isProvince(reading) && isDate(1900 + reading.number(6, 8), reading.number(8, 10),
                    reading.number(10, 12));
            return old && Nearby.says(reading, "身份", "证件", "证号", "resident", "id card", "identity") ? 15 : 0;
        }
        if (digits < 17 || reading.length() < 18 || !reading.together(18) || !reading.endsAt(18)) return 0;
        char check = Character.toUpperCase(reading.unit(17));
        boolean right = isProvince(reading)
                && isDate(reading.number(6, 10), reading.number(10, 12), reading.number(12, 14))
                && CHECKS.charAt(sum(reading) % 11) == check;
        return right ? 18 : 0;
    }

    private static int sum(Reading reading) {
        int sum = 0;
        for (int i = 0; i < 17; i++)
            sum += (reading.unit(i) - '0') * WEIGHTS[i];
        return sum;
    }

    private static boolean isProvince(Reading reading) {
        return PROVINCES.contains(" " + reading.first(2) + " ");
    }

    static boolean isDate(int year, int month, int day) {
        return year >= 1850 && year <= Year.now().getValue() && month >= 1 && month <= 12 && day >= 1
                && day <= LocalDate.of(year, month, 1).lengthOfMonth();
    }

    /** Unified social credit codes of organisations. */
    static int creditCode(Reading reading) {
        if (reading.length() < 18 || !reading.together(18) || !reading.endsAt(18)) return 0;
        if ("123456789AGNY".indexOf(reading.unit(0)) < 0) return 0;
        int sum = 0;
        int weight = 1;
        for (int i = 0; i < 17; i++) {
            int value = USCC.indexOf(reading.unit(i));
            if (value < 0 || i >= 2 && i < 8 && value > 9) return 0;
            sum += value * weight;
            weight = weight * 3 % 31;
        }
        int check = (31 - sum % 31) % 31;
        return USCC.charAt(check) == reading.unit(17) ? 18 : 0;
    }
}
