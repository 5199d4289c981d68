package dev.gatehouse.core.json;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/** The value of a checked number literal. */
final class Numbers {
    private Numbers() {}

    /** The value when the literal is an integer that a long can hold. */
    static OptionalLong integer(byte[] in, int from, int to) {
        boolean negative = in[from] == '-';
        long value = 0;
        for (int at = negative ? from + 1 : from; at < to; at++) {
            int digit = in[at] - '0';
            // Counts downward: the negative half of a long reaches one further than the positive.
            if (digit < 0 || digit > 9 || value < (Long.MIN_VALUE + digit) / 10) {
                return OptionalLong.empty();
            }
            value = 10 * value - digit;
        }
        if (!negative && value == Long.MIN_VALUE) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(negative ? value : -value);
    }

    /** The nearest double unless that is infinite. */
    static Optional<Double> finite(byte[] in, int from, int to) {
        double value = Double.parseDouble(new String(in, from, to - from, StandardCharsets.ISO_8859_1));
        return Double.isFinite(value) ? Optional.of(value) : Optional.empty();
    }
}
