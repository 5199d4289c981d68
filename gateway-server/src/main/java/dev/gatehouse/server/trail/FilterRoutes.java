package dev.gatehouse.server.trail;

import static dev.gatehouse.auth.admin.AdminRoute.route;

import dev.gatehouse.audit.search.Field;
import dev.gatehouse.audit.search.SavedFilter;
import dev.gatehouse.audit.search.SavedFilters;
import dev.gatehouse.audit.search.TrailQuery;
import dev.gatehouse.auth.admin.AdminRoute;
import dev.gatehouse.auth.admin.Administrator;
import dev.gatehouse.auth.admin.Asked;
import dev.gatehouse.auth.admin.Problem;
import dev.gatehouse.auth.admin.Reach;
import dev.gatehouse.auth.admin.shape.About;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint.Method;
import dev.gatehouse.core.mcp.Names;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Searches with a name. A filter narrows what is asked, and what is found stays what the one who asks may see. */
final class FilterRoutes {
    private static final String PATH = "/audit/filters";
    private static final String SHARED = "shared";

    private final SavedFilters filters;
    private final Clocks clocks;

    FilterRoutes(SavedFilters filters, Clocks clocks) {
        this.filters = filters;
        this.clocks = clocks;
    }

    record FilterList(
            @About("By name: one's own and, for those who see everything, the shared ones.")
            List<FilterView> filters) {}

    record FilterView(
            String name,
            @About("Who saved it.") String owner,

            @About("Others who see everything may use it.") boolean shared,

            @About("As the search takes them.") List<FieldView> fields,
            Instant savedAt) {}

    record FieldView(String field, String value) {}

    List<AdminRoute> routes() {
        return List.of(
                route(Method.GET, PATH, Reach.WATCHERS, "Lists saved searches of the audit trail.")
                        .answers(FilterList.class)
                        .by(this::list),
                Asking.withFields(route(
                                Method.PUT,
                                PATH + "/{name}",
                                Reach.WATCHERS,
                                "Saves a search of the audit trail under a name, in place of one's own of that name."))
                        .parameter(SHARED, "`true`: others who see everything may use it.")
                        .by(this::save),
                route(Method.DELETE, PATH + "/{name}", Reach.WATCHERS, "Deletes a saved search of one's own.")
                        .by(this::delete));
    }

    private Answer list(Asked asked) throws SQLException {
        return AdminRoute.ok(new FilterList(filters.of(owner(asked.by()), mayUseShared(asked.by())).stream()
                .map(FilterRoutes::view)
                .toList()));
    }

    private static FilterView view(SavedFilter filter) {
        return new FilterView(
                filter.name(),
                filter.label(),
                filter.shared(),
                filter.fields().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(field -> new FieldView(field.getKey().label(), field.getValue()))
                        .toList(),
                filter.savedAt());
    }

    private Answer save(Asked asked) throws SQLException, AuditUnavailableException {
        String name = asked.variable("name");
        if (!Names.isSlug(name)) {
            return Problem.malformed("/name", "expected small letters, digits and hyphens, such as refused-by-bots")
                    .answer();
        }
        Optional<String> shared = asked.parameter(SHARED);
        if (!shared.map(word -> word.equals("true") || word.equals("false")).orElse(true)) {
            return Problem.malformed("?" + SHARED, "expected true or false").answer();
        }
        return switch (Asking.query(asked)) {
            case Asking.Reading.Wrong<TrailQuery>(Problem problem) -> problem.answer();
            case Asking.Reading.Good<TrailQuery>(TrailQuery query)
            when query.fields().isEmpty() ->
                Problem.malformed("?", "expected at least one field, such as agent")
                        .answer();
            case Asking.Reading.Good<TrailQuery>(TrailQuery query) ->
                saved(filters.save(
                        asked.by().actor(),
                        new SavedFilter(
                                owner(asked.by()),
                                name,
                                label(asked.by()),
                                shared.filter("true"::equals).isPresent(),
                                query.fields(),
                                clocks.now())));
        };
    }

    private static Answer saved(SavedFilters.Saved saved) {
        return switch (saved) {
            case DONE -> AdminRoute.done();
            case TAKEN ->
                Problem.conflict("somebody else shares a filter of this name", "Give it another name.")
                        .answer();
            case TOO_MANY ->
                Problem.conflict(
                                "you have " + SavedFilters.FILTERS_MAX + " filters, which is as many as there may be",
                                "Delete one that you do not need.")
                        .answer();
        };
    }

    private Answer delete(Asked asked) throws SQLException, AuditUnavailableException {
        return filters.delete(asked.by().actor(), owner(asked.by()), asked.variable("name"))
                ? AdminRoute.done()
                : Problem.notFound("you have no filter of this name").answer();
    }

    /** A question, narrowed by the saved search that it names; what both say must be the same. */
    Asking.Reading<TrailQuery> narrowed(Asked asked, TrailQuery query) throws SQLException {
        Optional<String> name = asked.parameter("filter");
        if (name.isEmpty()) {
            return new Asking.Reading.Good<>(query);
        }
        return switch (filters.find(owner(asked.by()), mayUseShared(asked.by()), name.get())) {
            case SavedFilters.Named.Unknown _ -> wrong("there is no filter of this name; GET " + PATH + " lists yours");
            case SavedFilters.Named.Outdated(String field) ->
                wrong("this filter was saved with field " + field + ", which there is no more: save it anew");
            case SavedFilters.Named.Known(SavedFilter filter) -> narrowed(query, filter);
        };
    }

    private static Asking.Reading<TrailQuery> narrowed(TrailQuery query, SavedFilter filter) {
        Map<Field, String> fields = new EnumMap<>(Field.class);
        fields.putAll(filter.fields());
        for (Map.Entry<Field, String> asked : query.fields().entrySet()) {
            String before = fields.put(asked.getKey(), asked.getValue());
            if (before != null && !before.equals(asked.getValue())) {
                return wrong("this filter asks for " + asked.getKey().label() + "=" + before
                        + "; a search can narrow a filter and not change it");
            }
        }
        return new Asking.Reading.Good<>(new TrailQuery(fields, query.from(), query.to(), query.sight()));
    }

    private static Asking.Reading<TrailQuery> wrong(String detail) {
        return new Asking.Reading.Wrong<>(Problem.malformed("?filter", detail));
    }

    private static String owner(Administrator by) {
        return by.person().map(person -> person.id().toString()).orElse("machine");
    }

    private static String label(Administrator by) {
        return by.person().map(person -> person.name()).orElse("the machine");
    }

    private static boolean mayUseShared(Administrator by) {
        return by.roles().seeEverything();
    }
}
