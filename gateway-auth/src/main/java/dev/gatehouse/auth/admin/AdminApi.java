package dev.gatehouse.auth.admin;

import dev.gatehouse.auth.admin.shape.RecordReader;
import dev.gatehouse.auth.token.Issuer;
import dev.gatehouse.auth.token.Scopes;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.http.Form;
import dev.gatehouse.core.http.PathPattern;
import dev.gatehouse.core.http.Request;
import dev.gatehouse.core.identity.Nearest;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.trust.Administration;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The routes of the admin API, served: each is asked who calls, whether they may, and whether the request is well-formed. */
public final class AdminApi {
    private static final Logger LOG = LoggerFactory.getLogger(AdminApi.class);
    private static final int BODY_MAX_BYTES = 16 * 1024;

    private final List<AdminRoute> routes;
    private final Administrators administrators;
    private final RefusedAdministrators refused;
    private final Issuer issuer;
    private final Supplier<Revision> revisions;

    public AdminApi(
            List<AdminRoute> routes,
            Administrators administrators,
            RefusedAdministrators refused,
            Issuer issuer,
            Supplier<Revision> revisions) {
        this.routes = List.copyOf(routes);
        this.administrators = administrators;
        this.refused = refused;
        this.issuer = issuer;
        this.revisions = revisions;
    }

    public Administrators administrators() {
        return administrators;
    }

    public List<Endpoint> endpoints() {
        String description = OpenApi.describe(routes).toString();
        List<Endpoint> endpoints = new ArrayList<>();
        routes.forEach(route -> endpoints.add(endpoint(
                route.method(),
                route.path(),
                route.request().isPresent() ? BODY_MAX_BYTES : 0,
                request -> serve(route, request))));
        endpoints.add(endpoint(Endpoint.Method.GET, "/openapi.json", 0, _ -> Answer.json(200, description)));
        endpoints.add(AdminMetadata.endpoint(issuer, revisions));
        return endpoints;
    }

    private static Endpoint endpoint(Endpoint.Method method, String path, int bodyBytesMax, Endpoint.Handler handler) {
        return new Endpoint(
                Endpoint.Listener.ADMIN,
                method,
                PathPattern.of(Administration.PATH + path),
                Endpoint.Guard.ADMIN,
                bodyBytesMax,
                handler);
    }

    private Answer serve(AdminRoute route, Request request) {
        return switch (administrators.identify(request)) {
            case Administrators.Identified.Stranger(Answer challenge) -> challenge;
            case Administrators.Identified.Known(Administrator by) ->
                refusal(route, by, request).orElseGet(() -> read(route, by, request));
        };
    }

    private Optional<Answer> refusal(AdminRoute route, Administrator by, Request request) {
        String scope = route.method() == Endpoint.Method.GET ? Scopes.ADMIN_READ : Scopes.ADMIN_WRITE;
        if (!by.scopes().contains(scope)) {
            refused.record(by, route, request.path(), "the token has no scope " + scope);
            return Optional.of(Problem.forbidden("the token has no scope " + scope, "Ask for a token with this scope.")
                    .answer()
                    .with("WWW-Authenticate", administrators.challenge("error=\"insufficient_scope\", ", scope)));
        }
        if (!route.reach().includes(by.roles())) {
            String roles = String.join(" or ", route.reach().words());
            refused.record(by, route, request.path(), "needs role " + roles);
            return Optional.of(Problem.forbidden("your roles do not reach this", "Ask an owner for role " + roles + ".")
                    .answer());
        }
        return Optional.empty();
    }

    private Answer read(AdminRoute route, Administrator by, Request request) {
        Form query;
        try {
            query = request.parameters();
        } catch (IllegalArgumentException e) {
            return Problem.malformed("?", "expected each parameter once, its escapes whole")
                    .answer();
        }
        Optional<String> stranger = query.names().stream()
                .filter(name -> !parameters(route).contains(name))
                .sorted()
                .findFirst();
        if (stranger.isPresent()) {
            String hint = Nearest.hint(stranger.get(), parameters(route));
            return Problem.malformed("?" + stranger.get(), "there is no such parameter here" + hint)
                    .answer();
        }
        return switch (Page.read(query)) {
            case Page.Reading.Wrong(Problem problem) -> problem.answer();
            case Page.Reading.Good(Page page) -> body(route, new Asked(by, request.variables(), query, page), request);
        };
    }

    private static Set<String> parameters(AdminRoute route) {
        Set<String> names = new HashSet<>(route.paged() ? Page.PARAMETERS : Set.of());
        route.parameters().forEach(parameter -> names.add(parameter.name()));
        return names;
    }

    private Answer body(AdminRoute route, Asked asked, Request request) {
        if (route.request().isEmpty()) {
            return carryOut(route, asked, new AdminRoute.Nothing(), request);
        }
        return switch (RecordReader.read(route.request().get(), request.body())) {
            case RecordReader.Reading.Wrong(String place, String expected) ->
                Problem.malformed(place, "expected " + expected).answer();
            case RecordReader.Reading.Good(var body) -> carryOut(route, asked, body, request);
        };
    }

    private Answer carryOut(AdminRoute route, Asked asked, Record body, Request request) {
        try {
            Answer answer = route.handler().handle(asked, body);
            if (answer.status() == 403) {
                refused.record(asked.by(), route, request.path(), "not theirs");
            }
            return answer;
        } catch (SQLException e) {
            LOG.warn("{} {}: database unavailable (SQLState {})", route.method(), route.path(), e.getSQLState());
            return unavailable("the database did not confirm it");
        } catch (AuditUnavailableException e) {
            LOG.warn("{} {}: it cannot be recorded, so it was not done", route.method(), route.path());
            return unavailable("it cannot be recorded now, so nothing was changed");
        }
    }

    private static Answer unavailable(String detail) {
        return Problem.unavailable(detail).answer().with("Retry-After", "5");
    }
}
