package dev.gatehouse.server.trail;

import dev.gatehouse.audit.event.EventType;
import dev.gatehouse.audit.search.Field;
import dev.gatehouse.audit.search.TrailQuery;
import dev.gatehouse.auth.admin.AdminRoute;
import dev.gatehouse.auth.admin.Asked;
import dev.gatehouse.auth.admin.Problem;
import dev.gatehouse.core.identity.Nearest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what is asked for from the parameters of a request. */
final class Asking {
    private static final Instant FIRST = Instant.EPOCH;
    /** Nothing is recorded later: times are kept in nanoseconds, as 64 bits. */
    private static final Instant LAST = Instant.parse("2262-01-01T00:00:00Z");

    private static final List<String> TYPES = Stream.concat(
                    Stream.of(EventType.values()).map(type -> type.label()), Stream.of("epoch_started"))
            .toList();

    private Asking() {}

    /** What came of reading. */
    sealed interface Reading<T> {
        record Good<T>(T value) implements Reading<T> {}

        record Wrong<T>(Problem problem) implements Reading<T> {}
    }

    static AdminRoute.Draft withFields(AdminRoute.Draft draft) {
        AdminRoute.Draft all = draft;
        for (Field field : Field.values()) {
            all = all.parameter(field.label(), field.about());
        }
        return all;
    }

    static AdminRoute.Draft withTimes(AdminRoute.Draft draft) {
        return draft.parameter("from", "Not before: 2026-11-21T00:00:00Z.").parameter("to", "Before.");
    }

    static Reading<TrailQuery> query(Asked asked) {
        Map<Field, String> fields = new EnumMap<>(Field.class);
        for (Field field : Field.values()) {
            Optional<String> value = asked.parameter(field.label());
            if (field == Field.TEXT && value.isPresent() && !TrailAccess.readsPayloads(asked.by())) {
                return new Reading.Wrong<>(TrailAccess.notForThem());
            }
            Optional<String> wrong = value.flatMap(text -> objection(field, text));
            if (wrong.isPresent()) {
                return new Reading.Wrong<>(Problem.malformed("?" + field.label(), wrong.get()));
            }
            value.ifPresent(text -> fields.put(field, text));
        }
        return switch (time(asked, "from")) {
            case Reading.Wrong<Optional<Instant>>(Problem problem) -> new Reading.Wrong<>(problem);
            case Reading.Good<Optional<Instant>>(var from) ->
                switch (time(asked, "to")) {
                    case Reading.Wrong<Optional<Instant>>(Problem problem) -> new Reading.Wrong<>(problem);
                    case Reading.Good<Optional<Instant>>(var to) ->
                        new Reading.Good<>(new TrailQuery(fields, from, to, TrailAccess.sight(asked.by())));
                };
        };
    }

    /** As the trail says what was asked for. */
    static String text(TrailQuery query) {
        Stream<String> fields = query.fields().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(field -> field.getKey().label() + "=" + field.getValue());
        return Stream.of(
                        fields,
                        query.from().map(from -> "from=" + from).stream(),
                        query.to().map(to -> "to=" + to).stream())
                .flatMap(part -> part)
                .collect(Collectors.joining(" "));
    }

    private static Optional<String> objection(Field field, String value) {
        if (value.length() > Field.VALUE_CHARS_MAX) {
            return Optional.of("expected at most " + Field.VALUE_CHARS_MAX + " characters");
        }
        return switch (field) {
            case TRACE ->
                value.matches("[0-9a-f]{32}")
                        ? Optional.empty()
                        : Optional.of("expected the 32 hexadecimal digits of a trace id");
            case TYPE ->
                TYPES.contains(value)
                        ? Optional.empty()
                        : Optional.of("there is no such type" + Nearest.hint(value, TYPES));
            default -> Optional.empty();
        };
    }

    private static Reading<Optional<Instant>> time(Asked asked, String name) {
        try {
            Optional<Instant> time = asked.parameter(name).map(Instant::parse);
            if (time.filter(at -> at.isBefore(FIRST) || at.isAfter(LAST)).isEmpty()) {
                return new Reading.Good<>(time);
            }
        } catch (DateTimeException e) {
            // Told below, with what no record can have.
        }
        return new Reading.Wrong<>(Problem.malformed("?" + name, "expected a time such as 2026-11-21T00:00:00Z"));
    }
}
