package dev.gatehouse.policy.detect.personal;

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
     * @param shape as its country writes it in groups; empty when that proves nothing
     * @param words what stands before one
     * @param alone percent when neither form nor words speak for it
     */
    record Kind(String type, int count, String shape, List<String> words, int alone, Check check) {}

    @FunctionalInterface
    interface Check {
        boolean passes(Digits number);
    }

    static final List<Kind> KINDS = List.of(
            new Kind(
                    "pii.us-ssn", 9, "3-2-4", List.of("ssn", "social security", "social_security"), 0, Identities::ssn),
            new Kind("pii.fr-nir", 15, "", List.of("nir", "sécu", "secu", "insee"), 92, Identities::nir),
            new Kind("pii.br-cpf", 11, "3-3-3-2", List.of("cpf"), 50, Identities::cpf),
            new Kind("pii.in-aadhaar", 12, "", List.of("aadhaar", "aadhar", "uidai", "uid"), 40, Identities::aadhaar),
            new Kind("pii.uk-nhs", 10, "", List.of("nhs"), 30, Identities::nhs),
            new Kind(
                    "pii.de-tax-id",
                    11,
                    "2-3-3-3",
                    List.of("steuer", "tax id", "tax-id", "taxid", "tax_id", "idnr", "tin", "identifikationsnummer"),
                    40,
                    Identities::deTax),
            new Kind("pii.pl-pesel", 11, "", List.of("pesel"), 50, Identities::pesel),
            new Kind("pii.nl-bsn", 9, "", List.of("bsn", "burgerservice", "sofi"), 20, Identities::bsn));

    private Identities() {}

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
        return number.shape().equals(kind.shape()) ? 88 : kind.alone();
    }

    /** Social Security Administration: no area 000, 666 or 9xx, no group 00, no serial 0000. */
    private static boolean ssn(Digits number) {
        int area = number.part(0, 3);
        boolean isGrouped = !number.isGrouped() || number.shape().equals("3-2-4");
        return isGrouped && area != 0 && area != 666 && area < 900 && number.part(3, 5) != 0 && number.part(5, 9) != 0;
    }

    private static boolean nir(Digits number) {
        int month = number.part(3, 5);
        long body = Long.parseLong(number.digits().substring(0, 13));
        boolean isBorn = (month >= 1 && month <= 12) || (month >= 20 && month <= 42) || month >= 50;
        return (number.at(0) == 1 || number.at(0) == 2) && isBorn && 97 - body % 97 == number.part(13, 15);
    }

    private static boolean cpf(Digits number) {
        int first = Checks.weighted(number, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10;
        int second = Checks.weighted(number, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10;
        return first == number.at(9)
                && second == number.at(10)
                && number.digits().chars().distinct().count() > 1;
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
        long different = number.digits().substring(0, 10).chars().distinct().count();
        return number.at(0) != 0 && (different == 9 || different == 8) && Checks.mod1110(number);
    }

    private static boolean pesel(Digits number) {
        int month = number.part(2, 4) % 20;
        int day = number.part(4, 6);
        int sum = Checks.weighted(number, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3);
        return month >= 1 && month <= 12 && day >= 1 && day <= 31 && (10 - sum % 10) % 10 == number.at(10);
    }

    private static boolean bsn(Digits number) {
        int sum = Checks.weighted(number, 9, 8, 7, 6, 5, 4, 3, 2) - number.at(8);
        return sum != 0 && sum % 11 == 0;
    }
}
