package dev.gatehouse.auth.admin;

import dev.gatehouse.auth.admin.shape.RecordWriter;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One route of the admin API: what serves it and what describes it.
 *
 * @param path below {@code /api/v1}
 * @param summary one sentence
 * @param parameters of the query, those of pages left out
 * @param request empty where there is no body
 * @param answer of {@code status}; empty where there is no body
 */
public record AdminRoute(
        Endpoint.Method method,
        String path,
        String summary,
        Reach reach,
        List<Parameter> parameters,
        boolean paged,
        Optional<Class<? extends Record>> request,
        int status,
        Optional<Class<? extends Record>> answer,
        Handler<Record> handler) {

    /** A parameter of the query. Any other is refused by its name. */
    public record Parameter(String name, String about) {}

    /** @param <B> the body, {@link Nothing} where there is none */
    @FunctionalInterface
    public interface Handler<B extends Record> {
        /**
         * @throws SQLException when the database does not confirm: ask again
         * @throws AuditUnavailableException when it cannot be recorded, and was not done
         */
        Answer handle(Asked asked, B body) throws SQLException, AuditUnavailableException;
    }

    /** No body. */
    record Nothing() {}

    /** A handler that needs no body. */
    @FunctionalInterface
    public interface Bare {
        Answer handle(Asked asked) throws SQLException, AuditUnavailableException;
    }

    public static Draft route(Endpoint.Method method, String path, Reach reach, String summary) {
        return new Draft(method, path, reach, summary);
    }

    /** The answer 200 with this record. */
    public static Answer ok(Record body) {
        return json(200, body);
    }

    /** Nothing that the API tells belongs in a cache, least of all a secret that is told once. */
    public static Answer json(int status, Record body) {
        return Answer.json(status, RecordWriter.write(body).toString()).with("Cache-Control", "no-store");
    }

    public static Answer done() {
        return Answer.empty(204);
    }

    /** A route in the making. */
    public static final class Draft {
        private final Endpoint.Method method;
        private final String path;
        private final Reach reach;
        private final String summary;
        private final List<Parameter> parameters = new ArrayList<>();
        private boolean paged;
        private int status = 204;
        private Optional<Class<? extends Record>> answer = Optional.empty();

        private Draft(Endpoint.Method method, String path, Reach reach, String summary) {
            this.method = method;
            this.path = path;
            this.reach = reach;
            this.summary = summary;
        }

        public Draft parameter(String name, String about) {
            parameters.add(new Parameter(name, about));
            return this;
        }

        /** It takes {@code limit} and {@code cursor}. */
        public Draft paged() {
            paged = true;
            return this;
        }

        public Draft answers(int with, Class<? extends Record> record) {
            status = with;
            answer = Optional.of(record);
            return this;
        }

        public Draft answers(Class<? extends Record> record) {
            return answers(200, record);
        }

        public AdminRoute by(Bare handler) {
            return made(Optional.empty(), (asked, _) -> handler.handle(asked));
        }

        public <B extends Record> AdminRoute by(Class<B> body, Handler<B> handler) {
            return made(Optional.of(body), (asked, record) -> handler.handle(asked, body.cast(record)));
        }

        private AdminRoute made(Optional<Class<? extends Record>> request, Handler<Record> handler) {
            return new AdminRoute(
                    method, path, summary, reach, List.copyOf(parameters), paged, request, status, answer, handler);
        }
    }
}
