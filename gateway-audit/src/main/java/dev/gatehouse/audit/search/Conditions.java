package dev.gatehouse.audit.search;

import dev.gatehouse.core.database.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Conditions joined by AND, and what stands for their marks. Whatever came from outside is a mark, never a part of the text. */
final class Conditions {
    private final StringBuilder text = new StringBuilder("true");
    private final List<Object> arguments = new ArrayList<>();

    static Conditions of(TrailQuery query) {
        Conditions conditions = new Conditions();
        query.from().ifPresent(from -> conditions.and("at >= ?", time(from)));
        query.to().ifPresent(to -> conditions.and("at < ?", time(to)));
        for (Field field : new TreeSet<>(query.fields().keySet())) {
            conditions.and(field, query.forms(field));
        }
        return conditions.seenBy(query.sight());
    }

    private void and(Field field, List<String> forms) {
        if (forms.size() == 1) {
            and(field.condition(), field.arguments(forms.getFirst()).toArray());
        } else {
            and(
                    field.anyCondition(),
                    field.arguments((Object) forms.toArray(String[]::new)).toArray());
        }
    }

    /** One bundle by itself, because an index gives its records in order. */
    Conditions seenBy(Sight sight) {
        if (sight.bundles().isPresent()) {
            Collection<String> bundles = sight.bundles().get();
            if (bundles.size() == 1) {
                return and("bundle = ?", bundles.iterator().next());
            }
            return and("bundle = ANY (?::text[])", (Object) bundles.toArray(String[]::new));
        }
        return this;
    }

    Conditions and(String condition, Object... values) {
        text.append(" AND ").append(condition);
        arguments.addAll(Arrays.asList(values));
        return this;
    }

    static Object time(Instant at) {
        return Transaction.timestamp(at);
    }

    @Override
    public String toString() {
        return text.toString();
    }

    /** PostgreSQL has no U+0000 in texts; the shipper writes another character in its place. */
    private static String asKept(String text) {
        return text.replace('\0', '\uFFFD');
    }

    /** Puts the values where the marks are, from this place on; returns the place after them. */
    int bind(Connection connection, PreparedStatement statement, int from) throws SQLException {
        int place = from;
        for (Object argument : arguments) {
            if (argument instanceof String[] texts) {
                Object[] kept = Stream.of(texts).map(Conditions::asKept).toArray();
                statement.setArray(place, connection.createArrayOf("text", kept));
            } else if (argument instanceof String value) {
                statement.setString(place, asKept(value));
            } else {
                statement.setObject(place, argument);
            }
            place++;
        }
        return place;
    }
}
