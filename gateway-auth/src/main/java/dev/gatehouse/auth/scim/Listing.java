package dev.gatehouse.auth.scim;

import dev.gatehouse.auth.scim.filter.Filter;
import dev.gatehouse.auth.scim.filter.ScimRefusal;
import dev.gatehouse.core.database.Transaction;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.json.Json;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;

/** Reads resources of one kind, which are those of one provider: a page, those that a filter matches, one by its id. */
final class Listing<R> {
    private final DataSource database;
    private final Resources<R> resources;

    Listing(DataSource database, Resources<R> resources) {
        this.database = database;
        this.resources = resources;
    }

    /** What users and groups differ in. */
    interface Resources<R> {
        ResourceRows<R> rows();

        /** A part of them where one answer cannot hold all. */
        List<Json> shown(Connection connection, List<R> rows, Projection projection) throws SQLException;

        Narrowing narrowing(Filter filter) throws ScimRefusal;

        /** A row as the filter sees it: with what the filter asks for, which may be less than what is shown. */
        Function<R, Json> asked(Connection connection, Filter filter) throws SQLException, ScimRefusal;

        ScimRefusal notFound();
    }

    Answer list(ScimRequest request) throws SQLException, ScimRefusal {
        Page page = request.page();
        Projection projection = request.projection();
        Optional<Filter> filter = request.filter();
        return Transaction.<Answer, ScimRefusal>run(database, connection -> {
            if (filter.isPresent()) {
                return filtered(connection, request, filter.get(), page, projection);
            }
            long total = resources.rows().count(connection, request.provider());
            List<R> rows = resources.rows().page(connection, request.provider(), page);
            return ScimAnswers.list(total, page.startIndex(), resources.shown(connection, rows, projection));
        });
    }

    private Answer filtered(Connection connection, ScimRequest request, Filter filter, Page page, Projection projection)
            throws SQLException, ScimRefusal {
        Candidates<R> candidates = new Candidates<>(filter, resources.asked(connection, filter), page);
        resources.rows().scan(connection, request.provider(), resources.narrowing(filter), candidates);
        List<Json> shown = resources.shown(connection, candidates.kept(), projection);
        return ScimAnswers.list(candidates.total(), page.startIndex(), shown);
    }

    Answer get(ScimRequest request) throws SQLException, ScimRefusal {
        Projection projection = request.projection();
        UUID id = request.id();
        return Transaction.<Answer, ScimRefusal>run(
                database, connection -> ScimAnswers.of(200, one(connection, request, id, projection)));
    }

    /** As it is in this transaction. */
    Json one(Connection connection, ScimRequest request, UUID id, Projection projection)
            throws SQLException, ScimRefusal {
        R row = resources.rows().find(connection, request.provider(), id).orElseThrow(resources::notFound);
        return resources.shown(connection, List.of(row), projection).getFirst();
    }

    /** Held until the transaction ends. */
    R lock(Connection connection, ScimRequest request, UUID id) throws SQLException, ScimRefusal {
        return resources.rows().lock(connection, request.provider(), id).orElseThrow(resources::notFound);
    }
}
