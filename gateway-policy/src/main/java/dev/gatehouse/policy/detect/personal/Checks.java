package dev.gatehouse.policy.detect.personal;

/** The check digits of the numbers that have some. */
final class Checks {
    private static final int[][] VERHOEFF_D = {
        {0, 1, 2, 3, 4, 5, 6, 7, 8, 9},
        {1, 2, 3, 4, 0, 6, 7, 8, 9, 5},
        {2, 3, 4, 0, 1, 7, 8, 9, 5, 6},
        {3, 4, 0, 1, 2, 8, 9, 5, 6, 7},
        {4, 0, 1, 2, 3, 9, 5, 6, 7, 8},
        {5, 9, 8, 7, 6, 0, 4, 3, 2, 1},
        {6, 5, 9, 8, 7, 1, 0, 4, 3, 2},
        {7, 6, 5, 9, 8, 2, 1, 0, 4, 3},
        {8, 7, 6, 5, 9, 3, 2, 1, 0, 4},
        {9, 8, 7, 6, 5, 4, 3, 2, 1, 0}
    };
    private static final int[] VERHOEFF_P = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};

    private Checks() {}

    /** ISO/IEC 7812-1, annex B. */
    static boolean luhn(Digits number) {
        int sum = 0;
        for (int i = 0; i < number.count(); i++) {
            int digit = number.at(number.count() - 1 - i);
            int doubled = digit * 2;
            sum += i % 2 == 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
        }
        return sum % 10 == 0;
    }

    /** The sum of digits times weights. */
    static int weighted(Digits number, int... weights) {
        int sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += number.at(i) * weights[i];
        }
        return sum;
    }

    static boolean verhoeff(Digits number) {
        int check = 0;
        for (int i = 0; i < number.count(); i++) {
            int digit = number.at(number.count() - 1 - i);
            for (int turn = 0; turn < i % 8; turn++) {
                digit = VERHOEFF_P[digit];
            }
            check = VERHOEFF_D[check][digit];
        }
        return check == 0;
    }

    /** ISO/IEC 7064, MOD 11,10. */
    static boolean mod1110(Digits number) {
        int product = 10;
        for (int i = 0; i < number.count() - 1; i++) {
            int sum = (number.at(i) + product) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }
        return (11 - product) % 10 == number.at(number.count() - 1);
    }

    /** ISO/IEC 7064, MOD 97-10, over letters and digits; letters count from 10. */
    static int mod97(String text) {
        int rest = 0;
        for (int i = 0; i < text.length(); i++) {
            int value = Character.digit(text.charAt(i), 36);
            rest = (value > 9 ? rest * 100 + value : rest * 10 + value) % 97;
        }
        return rest;
    }
}
