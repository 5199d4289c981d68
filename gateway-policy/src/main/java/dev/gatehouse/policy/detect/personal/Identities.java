package dev.gatehouse.policy.detect.personal;

import dev.gatehouse.policy.detect.scan.Keywords;
import dev.gatehouse.policy.detect.scan.Sightings;
import dev.gatehouse.policy.detect.scan.Text;
import java.util.List;

/**
 * National numbers made of digits alone. A check digit that one random number in ten has proves little, so such a number
 * counts only in the form its country writes it in or where the words before it say what it is.
 */
final class Identities {
    /**
     * One kind of number.
     *
     * @param shape as its country writes it in groups; -1 when that proves nothing
     * @param words what stands before one
     * @param alone percent when neither form nor words speak for it
     */
    record Kind(String type, int count, long shape, Keywords words, int alone, Check check) {}

    @FunctionalInterface
    interface Check {
        boolean passes(Digits number);
    }

    private static final long SSN = Digits.shape(3, 2, 4);
    private static final long NO_SHAPE = -1;

    static final List<Kind> KINDS = List.of(
            new Kind("pii.us-ssn", 9, SSN, words("ssn", "social security", "social_security"), 0, Identities::ssn),
            new Kind("pii.fr-nir", 15, NO_SHAPE, words("nir", "sécu", "secu", "insee"), 92, Identities::nir),
            new Kind("pii.br-cpf", 11, Digits.shape(3, 3, 3, 2), words("cpf"), 50, Identities::cpf),
            new Kind(
                    "pii.in-aadhaar",
                    12,
                    NO_SHAPE,
                    words("aadhaar", "aadhar", "uidai", "uid"),
                    40,
                    Identities::aadhaar),
            new Kind("pii.uk-nhs", 10, NO_SHAPE, words("nhs"), 30, Identities::nhs),
            new Kind(
                    "pii.de-tax-id",
                    11,
                    Digits.shape(2, 3, 3, 3),
                    words("steuer", "tax id", "tax-id", "taxid", "tax_id", "idnr", "tin", "identifikationsnummer"),
                    40,
                    Identities::deTax),
            new Kind("pii.pl-pesel", 11, NO_SHAPE, words("pesel"), 50, Identities::pesel),
            new Kind("pii.nl-bsn", 9, NO_SHAPE, words("bsn", "burgerservice", "sofi"), 20, Identities::bsn));

    private Identities() {}

    private static Keywords words(String... words) {
        return Keywords.of(List.of(words));
    }

    static boolean look(Text text, Digits number, Sightings sightings) {
        for (Kind kind : KINDS) {
            if (number.count() == kind.count() && kind.check().passes(number)) {
                int confidence = confidence(text, number, kind);
                sightings.add(kind.type(), confidence, number.from(), number.to());
                if (confidence >= 80) {
                    return true;
                }
            }
        }
        return false;
    }

    private static int confidence(Text text, Digits number, Kind kind) {
        if (Around.says(text, number.from(), kind.words())) {
            return 97;
        }
        return number.hasShape(kind.shape()) ? 88 : kind.alone();
    }

    /** Social Security Administration: no area 000, 666 or 9xx, no group 00, no serial 0000. */
    private static boolean ssn(Digits number) {
        long area = number.part(0, 3);
        boolean isGrouped = !number.isGrouped() || number.hasShape(SSN);
        return isGrouped && area != 0 && area != 666 && area < 900 && number.part(3, 5) != 0 && number.part(5, 9) != 0;
    }

    private static boolean nir(Digits number) {
        long month = number.part(3, 5);
        long body = number.part(0, 13);
        boolean isBorn = (month >= 1 && month <= 12) || (month >= 20 && month <= 42) || month >= 50;
        return (number.at(0) == 1 || number.at(0) == 2) && isBorn && 97 - body % 97 == number.part(13, 15);
    }

    private static boolean cpf(Digits number) {
        int first = Checks.weighted(number, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10;
        int second = Checks.weighted(number, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10;
        return first == number.at(9) && second == number.at(10) && number.different(number.count()) > 1;
    }

    private static boolean aadhaar(Digits number) {
        return number.at(0) >= 2 && Checks.verhoeff(number);
    }

    private static boolean nhs(Digits number) {
        int check = 11 - Checks.weighted(number, 10, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
        return check != 10 && check % 11 == number.at(9);
    }

    /** § 139b AO: of the first ten digits one stands twice or three times, and the first is no zero. */
    private static boolean deTax(Digits number) {
        int different = number.different(10);
        return number.at(0) != 0 && (different == 9 || different == 8) && Checks.mod1110(number);
    }

    private static boolean pesel(Digits number) {
        long month = number.part(2, 4) % 20;
        long day = number.part(4, 6);
        int sum = Checks.weighted(number, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3);
        return month >= 1 && month <= 12 && day >= 1 && day <= 31 && (10 - sum % 10) % 10 == number.at(10);
    }

    private static boolean bsn(Digits number) {
        int sum = Checks.weighted(number, 9, 8, 7, 6, 5, 4, 3, 2) - number.at(8);
        return sum != 0 && sum % 11 == 0;
    }
}
