package dev.gatehouse.auth.scim.filter;

import dev.gatehouse.core.json.Json;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/** Compares what a resource says with what a filter asks for. */
final class Comparison {
    /** Identifiers mean what they say; other text is compared without regard to case (RFC 7643 §2.2, caseExact). */
    private static final Set<String> EXACT = Set.of("id", "externalid", "$ref");

    private Comparison() {}

    /** Whether any of the values fits; for {@code ne} and for {@code eq null} whether none of them contradicts. */
    static boolean holds(Filter.Compare asked, Stream<Json> values) {
        Stream<Json> compared = values.map(Comparison::simple);
        if (asked.operator() == Operator.NE) {
            return compared.noneMatch(value -> equal(asked, value))
                    != asked.value().isNull();
        }
        if (asked.operator() == Operator.EQ && asked.value().isNull()) {
            return compared.allMatch(Json::isNull);
        }
        return compared.anyMatch(value -> fits(asked, value));
    }

    /** A complex value stands for its {@code value} (RFC 7644 §3.4.2.2). */
    private static Json simple(Json value) {
        return value.isObject() ? AttributePath.member(value, "value").orElse(value) : value;
    }

    private static boolean fits(Filter.Compare asked, Json value) {
        return switch (asked.operator()) {
            case EQ -> equal(asked, value);
            case NE -> !equal(asked, value);
            case CO, SW, EW -> contains(asked, value);
            case GT, GE, LT, LE ->
                order(asked.value(), value).stream().anyMatch(order -> ordered(asked.operator(), order));
        };
    }

    private static boolean equal(Filter.Compare asked, Json value) {
        if (asked.value().isNull()) {
            return false;
        }
        boolean exact = EXACT.contains(asked.path().steps().getLast().toLowerCase(Locale.ROOT));
        String wanted = text(asked.value());
        String found = text(value);
        return exact ? wanted.equals(found) : wanted.equalsIgnoreCase(found) || sameNumber(asked.value(), value);
    }

    private static boolean sameNumber(Json a, Json b) {
        Optional<Double> number = a.finite();
        return number.isPresent() && number.equals(b.finite());
    }

    private static String text(Json value) {
        return value.string().orElseGet(value::toString);
    }

    private static boolean contains(Filter.Compare asked, Json value) {
        String wanted = asked.value().string().orElse("").toLowerCase(Locale.ROOT);
        Optional<String> found = value.string().map(text -> text.toLowerCase(Locale.ROOT));
        return found.filter(text -> switch (asked.operator()) {
                    case SW -> text.startsWith(wanted);
                    case EW -> text.endsWith(wanted);
                    default -> text.contains(wanted);
                })
                .isPresent();
    }

    /** How the value stands to what was asked, where the two can be compared at all. */
    private static OptionalInt order(Json asked, Json value) {
        Optional<Double> number = asked.finite();
        Optional<Double> other = value.finite();
        if (number.isPresent() && other.isPresent()) {
            return OptionalInt.of(other.get().compareTo(number.get()));
        }
        Optional<String> text = asked.string();
        Optional<String> found = value.string();
        if (text.isEmpty() || found.isEmpty()) {
            return OptionalInt.empty();
        }
        Optional<Instant> at = instant(text.get());
        Optional<Instant> then = instant(found.get());
        return OptionalInt.of(
                at.isPresent() && then.isPresent()
                        ? then.get().compareTo(at.get())
                        : found.get().compareToIgnoreCase(text.get()));
    }

    private static Optional<Instant> instant(String text) {
        if (text.length() < "2000-01-01T00:00Z".length() || text.charAt(4) != '-') {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    private static boolean ordered(Operator operator, int order) {
        return switch (operator) {
            case GT -> order > 0;
            case GE -> order >= 0;
            case LT -> order < 0;
            default -> order <= 0;
        };
    }
}
