package dev.gatehouse.auth.scim.filter;

import java.util.Optional;

/** How a value is compared (RFC 7644 §3.4.2.2); {@code pr} compares nothing and is a filter of its own. */
public enum Operator {
    EQ,
    NE,
    CO,
    SW,
    EW,
    GT,
    GE,
    LT,
    LE;

    static Optional<Operator> of(String word) {
        for (Operator operator : values()) {
            if (operator.name().equalsIgnoreCase(word)) {
                return Optional.of(operator);
            }
        }
        return Optional.empty();
    }

    boolean isOrder() {
        return compareTo(GT) >= 0;
    }

    boolean isSubstring() {
        return this == CO || this == SW || this == EW;
    }
}
