package dev.gatehouse.auth.scim;

import dev.gatehouse.auth.people.Folded;
import dev.gatehouse.auth.scim.filter.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * The part of a filter that an index can answer. It finds at least every match; the filter decides about each.
 *
 * @param conditions SQL, each with one parameter
 */
record Narrowing(List<String> conditions, List<Object> parameters) {
    /** How many candidates are looked at before a filter is refused as too wide. */
    static final int CANDIDATES_MAX = 20_000;

    private static final UUID NOBODY = new UUID(0, 0);

    private record Column(String condition, Function<String, Object> parameter) {}

    private static final Map<String, Column> USERS = Map.of(
            "id", new Column("id = ?", Narrowing::id),
            "username", new Column("user_name_folded = ?", Folded::of),
            "externalid", new Column("external_id = ?", text -> text),
            "emails", new Column("emails_folded @> ARRAY[?::text]", Folded::of),
            "emails.value", new Column("emails_folded @> ARRAY[?::text]", Folded::of));

    private static final Map<String, Column> GROUPS = Map.of(
            "id", new Column("id = ?", Narrowing::id),
            "displayname", new Column("display_name_folded = ?", Folded::of),
            "externalid", new Column("external_id = ?", text -> text),
            "members", new Column("id IN (SELECT group_id FROM auth.membership WHERE person_id = ?)", Narrowing::id),
            "members.value",
                    new Column("id IN (SELECT group_id FROM auth.membership WHERE person_id = ?)", Narrowing::id));

    static Narrowing ofUsers(Filter filter) {
        return of(filter, USERS);
    }

    static Narrowing ofGroups(Filter filter) {
        return of(filter, GROUPS);
    }

    private static Narrowing of(Filter filter, Map<String, Column> columns) {
        List<String> conditions = new ArrayList<>();
        List<Object> parameters = new ArrayList<>();
        filter.certain().forEach(compare -> {
            String path = String.join(".", compare.path().steps()).toLowerCase(Locale.ROOT);
            Optional<Column> column = Optional.ofNullable(columns.get(path));
            Optional<String> text = compare.value().string();
            if (column.isPresent() && text.isPresent()) {
                conditions.add(column.get().condition());
                parameters.add(column.get().parameter().apply(text.get()));
            }
        });
        return new Narrowing(conditions, parameters);
    }

    /** What is no id of ours names nobody, so it is looked for under one that nobody has. */
    private static Object id(String text) {
        return ScimRequest.id(text).orElse(NOBODY);
    }

    String where() {
        return conditions.isEmpty() ? "" : " AND " + String.join(" AND ", conditions);
    }
}
