package dev.gatehouse.policy.detect.personal;

import dev.gatehouse.policy.detect.scan.Keywords;
import dev.gatehouse.policy.detect.scan.Sightings;
import dev.gatehouse.policy.detect.scan.Text;
import java.util.Arrays;
import java.util.List;

/** Payment cards: the ranges of the networks, their lengths, and the check digit. */
final class Cards {
    static final String TYPE = "pii.card";
    private static final int DIGITS_MIN = 13;
    private static final int DIGITS_MAX = 19;
    private static final long[] SHAPES = {
        Digits.shape(4, 4, 4, 4),
        Digits.shape(4, 6, 5),
        Digits.shape(4, 4, 4, 1),
        Digits.shape(4, 4, 4, 4, 3),
        Digits.shape(4, 6, 4),
        Digits.shape(6, 10),
        Digits.shape(4, 4, 4, 4, 2)
    };
    private static final Keywords CARD = Keywords.of(List.of(
            "card", "visa", "mastercard", "amex", "pan", "credit", "debit", "payment", "karte", "carte", "tarjeta"));
    private static final Keywords OTHER = Keywords.of(List.of(
            "order",
            "track",
            "serial",
            "imei",
            "invoice",
            "timestamp",
            "_at",
            "isbn",
            "ean",
            "upc",
            "gtin",
            "sku",
            "session",
            "trace",
            "message",
            "tweet",
            "snowflake",
            "user_id",
            "userid"));

    private Cards() {}

    static boolean look(Text text, Digits number, Sightings sightings) {
        if (number.count() < DIGITS_MIN || number.count() > DIGITS_MAX || !Checks.luhn(number)) {
            return false;
        }
        int confidence = isInRange(number) ? confidence(text, number) : unknown(text, number);
        sightings.add(TYPE, confidence, number.from(), number.to());
        return confidence >= 80;
    }

    /** Of no network that is known: a card where both its form and the words before it say so. */
    private static int unknown(Text text, Digits number) {
        boolean isShaped = number.isGrouped() && Arrays.stream(SHAPES).anyMatch(number::hasShape);
        return isShaped && Around.says(text, number.from(), CARD) ? 90 : 0;
    }

    private static int confidence(Text text, Digits number) {
        if (Around.says(text, number.from(), CARD)) {
            return 99;
        }
        if (number.isGrouped()) {
            return Arrays.stream(SHAPES).anyMatch(number::hasShape) ? 97 : 50;
        }
        boolean isOther = Around.says(text, number.from(), OTHER)
                || text.name().endsWith("id")
                || text.name().endsWith("Id");
        return isOther ? 40 : number.count() == 15 || number.count() == 16 ? 88 : 60;
    }

    private static boolean isInRange(Digits number) {
        int count = number.count();
        long two = number.part(0, 2);
        long four = number.part(0, 4);
        boolean isVisa = number.at(0) == 4 && (count == 13 || count == 16 || count == 19);
        boolean isMastercard = count == 16 && ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720));
        boolean isAmex = count == 15 && (two == 34 || two == 37);
        boolean isDiners = count == 14 && (two == 36 || two == 38 || two == 39 || (four >= 3000 && four <= 3059));
        boolean isDiscover = count >= 16 && (four == 6011 || two == 65 || (four >= 6440 && four <= 6499));
        boolean isJcb = count >= 16 && four >= 3528 && four <= 3589;
        boolean isUnionPay = count >= 16 && two == 62;
        boolean isMaestro = (count >= 16 && (two == 50 || (two >= 56 && two <= 58) || two == 67)) || four == 6304;
        return isVisa || isMastercard || isAmex || isDiners || isDiscover || isJcb || isUnionPay || isMaestro;
    }
}
