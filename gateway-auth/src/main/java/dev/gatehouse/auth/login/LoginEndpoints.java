package dev.gatehouse.auth.login;

import dev.gatehouse.auth.page.Failures;
import dev.gatehouse.auth.page.NoticePage;
import dev.gatehouse.auth.page.Pages;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.http.Form;
import dev.gatehouse.core.http.PathPattern;
import dev.gatehouse.core.http.Request;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.trust.IdentityProvider;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The routes of logging in and out. */
final class LoginEndpoints {
    private static final int FORM_MAX_BYTES = 1024;

    private final Pages pages;
    private final Logins logins;
    private final Callback callback;
    private final Sessions sessions;
    private final Supplier<Revision> revisions;

    LoginEndpoints(Pages pages, Logins logins, Callback callback, Sessions sessions, Supplier<Revision> revisions) {
        this.pages = pages;
        this.logins = logins;
        this.callback = callback;
        this.sessions = sessions;
        this.revisions = revisions;
    }

    List<Endpoint> endpoints() {
        return List.of(
                route(Endpoint.Method.GET, Logins.PATH, 0, this::home),
                route(Endpoint.Method.GET, Logins.PROVIDER_PATH + "{provider}", 0, this::begin),
                route(Endpoint.Method.GET, Logins.CALLBACK_PATH + "{provider}", 0, callback::handle),
                route(Endpoint.Method.POST, "/logout", FORM_MAX_BYTES, this::logOut));
    }

    private Answer home(Request request) {
        try {
            Optional<DemandQuery> query = DemandQuery.read(request.parameters());
            if (query.isEmpty()) {
                return nowhere();
            }
            Optional<Visitor> visitor = request.query().isEmpty() ? sessions.visitor(request) : Optional.empty();
            return visitor.map(known ->
                            Pages.answer(200, new SignedInPage(known.person().name(), known.formToken())))
                    .orElseGet(() ->
                            logins.choose(query.get().returnTo(), query.get().demand()));
        } catch (IllegalArgumentException _) {
            return nowhere();
        } catch (SQLException e) {
            return Failures.unavailable("a session cannot be read: SQLState " + e.getSQLState());
        }
    }

    private Answer begin(Request request) {
        Optional<IdentityProvider> provider =
                revisions.get().trust().provider(request.variables().getOrDefault("provider", ""));
        Optional<DemandQuery> query;
        try {
            query = DemandQuery.read(request.parameters());
        } catch (IllegalArgumentException _) {
            query = Optional.empty();
        }
        return provider.isEmpty() || query.isEmpty()
                ? nowhere()
                : logins.begin(
                        request,
                        provider.get(),
                        query.get().returnTo(),
                        query.get().demand());
    }

    private Answer logOut(Request request) {
        Optional<BrowserSecret> cookie = BrowserCookie.SESSION.in(request);
        if (!pages.isFromOurPage(request) || !carriesToken(request, cookie)) {
            return Failures.forged("sign-out from elsewhere");
        }
        try {
            return sessions.end(request, Pages.answer(200, new NoticePage("Signed out", "You can close this window.")));
        } catch (SQLException e) {
            return Failures.unavailable("a session cannot be ended: SQLState " + e.getSQLState());
        } catch (AuditUnavailableException _) {
            return Failures.unavailable("a sign-out cannot be recorded");
        }
    }

    private static boolean carriesToken(Request request, Optional<BrowserSecret> cookie) {
        try {
            Form form = Form.parse(new String(request.body(), StandardCharsets.UTF_8));
            return cookie.filter(secret -> secret.isFormToken(form.value("form_token")))
                    .isPresent();
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static Answer nowhere() {
        return Failures.answer(
                404, "There is no such way to log in.", "Go back to where you came from.", "unknown provider or path");
    }

    private static Endpoint route(Endpoint.Method method, String path, int bodyBytesMax, Endpoint.Handler handler) {
        return new Endpoint(
                Endpoint.Listener.PUBLIC, method, PathPattern.of(path), Endpoint.Guard.PUBLIC, bodyBytesMax, handler);
    }
}
