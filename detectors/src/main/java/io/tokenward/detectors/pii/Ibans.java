package io.tokenward.detectors.pii;

import java.util.HashMap;
import java.util.Map;

/** Bank accounts (ISO 13616): length by country, remainder 1 modulo 97. */
final class Ibans {
    private static final Map<String, Integer> LENGTHS = lengths(
            "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29"
                    + " ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30"
                    + " KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15"
                    + " OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23"
                    + " TN24 TR26 UA29 VA22 VG24 XK20 YE30");

    private Ibans() {}

    private static Map<String, Integer> lengths(String list) {
        var lengths = new HashMap<String, Integer>();
        for (String country : list.split(" "))
            lengths.put(country.substring(0, 2), Integer.parseInt(country.substring(2)));
        return Map.copyOf(lengths);
    }

    static int units(Reading reading) {
        if (reading.length() < 15 || !isUpper(reading.unit(0)) || !isUpper(reading.unit(1))
                || !Reading.isDigit(reading.unit(2)) || !Reading.isDigit(reading.unit(3)))
            return 0;
        int length = LENGTHS.getOrDefault(reading.first(2), 0);
        if (length == 0 || !reading.endsAt(length)) return 0;
        return remainder(reading, length) == 1 ? length : 0;
    }

    private static int remainder(Reading reading, int length) {
        int remainder = 0;
        for (int i = 0; i < length; i++) {
            char c = reading.unit((i + 4) % length);
            if (Reading.isDigit(c)) remainder = (remainder * 10 + c - '0') % 97;
            else if (isUpper(c)) remainder = (remainder * 100 + c - 'A' + 10) % 97;
            else
                return 0;
        }
        return remainder;
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }
}
