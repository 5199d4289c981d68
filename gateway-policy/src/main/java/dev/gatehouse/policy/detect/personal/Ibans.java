package dev.gatehouse.policy.detect.personal;

import dev.gatehouse.policy.detect.scan.Sightings;
import dev.gatehouse.policy.detect.scan.Text;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Account numbers (ISO 13616): a country, its length, and two check digits. */
final class Ibans {
    static final String TYPE = "pii.iban";
    private static final int CHARS_MIN = 15;
    private static final int CHARS_MAX = 34;
    private static final Map<String, Integer> LENGTHS = lengths(
            "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20"
                    + " EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26"
                    + " IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30"
                    + " NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27"
                    + " SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30"
                    // Not in the register, and used all the same.
                    + " AO25 BF28 BJ28 CF27 CG27 CI28 CM27 CV25 DZ26 GA27 GQ27 GW25 IR26 KM27 MA28 MG27 ML28 MZ25 NE28"
                    + " SN28 TD27 TG28");

    private Ibans() {}

    private static Map<String, Integer> lengths(String written) {
        Map<String, Integer> lengths = new HashMap<>();
        for (String one : written.split(" ", -1)) {
            lengths.put(one.substring(0, 2), Integer.parseInt(one.substring(2)));
        }
        return Map.copyOf(lengths);
    }

    /** Whether one begins here: two letters and two digits begin a word. */
    static boolean look(Text text, int from, Sightings sightings) {
        if (!Digits.isDigit(text.peek(from + 2)) || !Digits.isDigit(text.peek(from + 3))) {
            return false;
        }
        Integer length = LENGTHS.get(text.slice(from, from + 2).toUpperCase(Locale.ROOT));
        if (length == null) {
            return false;
        }
        StringBuilder letters = new StringBuilder(CHARS_MAX);
        int at = from;
        while (letters.length() < length && at < text.length() && (isPart(text.at(at)) || isBetween(text, at))) {
            if (isPart(text.at(at))) {
                letters.append(text.at(at));
            }
            at++;
        }
        boolean fits = letters.length() == length && length >= CHARS_MIN && !isPart(text.peek(at));
        if (!fits || Checks.mod97(letters.substring(4) + letters.substring(0, 4)) != 1) {
            return false;
        }
        sightings.add(TYPE, 99, from, at);
        return true;
    }

    private static boolean isBetween(Text text, int at) {
        char c = text.at(at);
        return (c == ' ' || c == '-' || c == 0xA0) && isPart(text.peek(at + 1)) && isPart(text.peek(at - 1));
    }

    private static boolean isPart(char c) {
        return Digits.isDigit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }
}
