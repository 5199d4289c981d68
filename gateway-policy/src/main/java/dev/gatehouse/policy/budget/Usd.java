package dev.gatehouse.policy.budget;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An amount of US dollars, exact to the millionth.
 *
 * @param micros millionths of a dollar, never negative
 */
public record Usd(long micros) implements Comparable<Usd> {
    /** As a person writes it: up to a billion, six decimals. */
    public static final String REGEX = "(0|[1-9][0-9]{0,8})(\\.[0-9]{1,6})?";

    public static final Usd ZERO = new Usd(0);

    private static final Pattern FORM = Pattern.compile(REGEX);
    private static final int DECIMALS = 6;

    public Usd {
        if (micros < 0) {
            throw new IllegalArgumentException("a negative amount");
        }
    }

    public static Optional<Usd> parse(String text) {
        return FORM.matcher(text).matches()
                ? Optional.of(
                        new Usd(new BigDecimal(text).movePointRight(DECIMALS).longValueExact()))
                : Optional.empty();
    }

    /** So many hundredths of it, rounded down. */
    Usd percent(int percent) {
        return new Usd(Math.multiplyExact(micros, percent) / 100);
    }

    @Override
    public int compareTo(Usd other) {
        return Long.compare(micros, other.micros);
    }

    @Override
    public String toString() {
        return BigDecimal.valueOf(micros, DECIMALS).stripTrailingZeros().toPlainString();
    }
}
