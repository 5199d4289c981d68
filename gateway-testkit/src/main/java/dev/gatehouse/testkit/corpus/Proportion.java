package dev.gatehouse.testkit.corpus;

import java.util.Locale;

/** So many of so many, and what that says of the share behind it. */
public record Proportion(int some, int all) {
    /** Of the normal distribution, for 95 % on both sides. */
    private static final double Z = 1.959964;

    public double value() {
        return all == 0 ? 1 : (double) some / all;
    }

    /** The lower end of Wilson's interval of 95 %. */
    public double low() {
        return all == 0 ? 0 : Math.max(0, (centre() - spread()) / (1 + Z * Z / all));
    }

    /** The upper end. */
    public double high() {
        return all == 0 ? 1 : Math.min(1, (centre() + spread()) / (1 + Z * Z / all));
    }

    private double centre() {
        return value() + Z * Z / (2.0 * all);
    }

    private double spread() {
        return Z * Math.sqrt(value() * (1 - value()) / all + Z * Z / (4.0 * all * all));
    }

    /** {@code 0.953 [0.912, 0.976]}. */
    @Override
    public String toString() {
        return all == 0 ? "none" : String.format(Locale.ROOT, "%.3f [%.3f, %.3f]", value(), low(), high());
    }
}
