package dev.gatehouse.auth.login;

import dev.gatehouse.auth.people.People;
import dev.gatehouse.auth.people.Person;
import dev.gatehouse.auth.people.PersonId;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.BeforeAfter;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.database.Transaction;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Request;
import dev.gatehouse.core.json.Json;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Browsers that are logged in. */
public final class Sessions {
    static final int SWEPT_MAX = 10_000;

    private final RecordedChange.Place place;
    private final People people;

    Sessions(RecordedChange.Place place, People people) {
        this.place = place;
        this.people = people;
    }

    /**
     * A login that succeeded.
     *
     * @param by how, for the trail
     */
    public record Login(Person person, Instant authenticatedAt, Optional<String> acr, String by) {
        private String detail() {
            return by + acr.map(how -> ", acr " + how).orElse("");
        }
    }

    /**
     * Puts a new session into the answer. One that the browser had before ends: whoever knew its cookie before the login
     * knows nothing after it.
     *
     * @throws AuditUnavailableException when the login cannot be recorded; there is no session then
     */
    public Answer open(Request request, Login login, Answer answer) throws SQLException, AuditUnavailableException {
        BrowserSecret cookie = BrowserSecret.random();
        var session =
                new SessionTable.Row(UUID.randomUUID(), login.person().id(), login.authenticatedAt(), login.acr());
        place.change(login.person().name(), change -> {
            change.record(
                    "login",
                    "session " + session.id(),
                    login.detail() + ", from " + request.peer(),
                    BeforeAfter.created(told(session)));
            Optional<BrowserSecret> before = BrowserCookie.SESSION.in(request);
            if (before.isPresent()) {
                var _ = SessionTable.delete(change.connection(), before.get());
            }
            SessionTable.makeRoom(change.connection(), session.person());
            SessionTable.insert(change.connection(), cookie, session, change.now());
            return session;
        });
        return BrowserCookie.SESSION.set(answer, cookie, SessionTable.LASTS_MAX);
    }

    /** See {@link Browsers#visitor}. */
    Optional<Visitor> visitor(Request request) throws SQLException {
        Optional<BrowserSecret> cookie = BrowserCookie.SESSION.in(request);
        if (cookie.isEmpty()) {
            return Optional.empty();
        }
        Optional<SessionTable.Row> session = Transaction.run(
                place.database(),
                connection -> SessionTable.use(
                        connection, cookie.get(), place.clocks().now()));
        return session.flatMap(row -> people.find(row.person())
                .filter(Person::active)
                .map(person -> new Visitor(
                        person,
                        row.id().toString(),
                        row.authenticatedAt(),
                        row.acr(),
                        cookie.get().formToken())));
    }

    /** Ends the session of this browser, if it has one. */
    Answer end(Request request, Answer answer) throws SQLException, AuditUnavailableException {
        Optional<BrowserSecret> cookie = BrowserCookie.SESSION.in(request);
        if (cookie.isPresent()) {
            place.change("browser at " + request.peer(), change -> {
                Optional<SessionTable.Row> ended = SessionTable.delete(change.connection(), cookie.get());
                if (ended.isPresent()) {
                    change.record(
                            "logout",
                            "session " + ended.get().id(),
                            nameOf(ended.get()),
                            BeforeAfter.deleted(told(ended.get())));
                }
                return ended;
            });
        }
        return BrowserCookie.SESSION.clear(answer);
    }

    /** Ends every session of a person in the caller's transaction, where that is recorded. */
    public static void endAll(Connection connection, PersonId person) throws SQLException {
        SessionTable.deleteOf(connection, person);
    }

    private static Json told(SessionTable.Row session) {
        return Json.object()
                .put("person", session.person().toString())
                .put("authenticatedAt", session.authenticatedAt().toString())
                .putIf("acr", session.acr())
                .build();
    }

    private String nameOf(SessionTable.Row session) {
        return people.find(session.person()).map(Person::name).orElseGet(session.person()::toString);
    }

    void sweep() throws SQLException {
        Transaction.run(
                place.database(),
                connection -> SessionTable.sweep(connection, place.clocks().now(), SWEPT_MAX));
    }
}
