package dev.gatehouse.auth.login;

import dev.gatehouse.auth.database.Transaction;
import dev.gatehouse.auth.people.People;
import dev.gatehouse.auth.people.Person;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Request;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** Browsers that are logged in. */
public final class Sessions {
    static final int SWEPT_MAX = 10_000;

    private final DataSource database;
    private final People people;
    private final LoginTrail trail;
    private final Clocks clocks;

    public Sessions(DataSource database, People people, LoginTrail trail, Clocks clocks) {
        this.database = database;
        this.people = people;
        this.trail = trail;
        this.clocks = clocks;
    }

    /**
     * A login that succeeded.
     *
     * @param by how, for the trail
     */
    public record Login(Person person, Instant authenticatedAt, Optional<String> acr, String by) {}

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
        Transaction.<UUID, AuditUnavailableException>run(database, connection -> {
            Optional<BrowserSecret> before = BrowserCookie.SESSION.in(request);
            if (before.isPresent()) {
                var _ = SessionTable.delete(connection, before.get());
            }
            SessionTable.makeRoom(connection, session.person());
            SessionTable.insert(connection, cookie, session, clocks.now());
            trail.done(
                    login.person().name(),
                    "login",
                    "session " + session.id(),
                    login.by() + login.acr().map(acr -> ", acr " + acr).orElse("") + ", from " + request.peer());
            return session.id();
        });
        return BrowserCookie.SESSION.set(answer, cookie, SessionTable.LASTS_MAX);
    }

    /** See {@link Browsers#visitor}. */
    Optional<Visitor> visitor(Request request) throws SQLException {
        Optional<BrowserSecret> cookie = BrowserCookie.SESSION.in(request);
        if (cookie.isEmpty()) {
            return Optional.empty();
        }
        Optional<SessionTable.Row> session =
                Transaction.run(database, connection -> SessionTable.use(connection, cookie.get(), clocks.now()));
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
            Transaction.<Optional<SessionTable.Row>, AuditUnavailableException>run(database, connection -> {
                Optional<SessionTable.Row> ended = SessionTable.delete(connection, cookie.get());
                if (ended.isPresent()) {
                    trail.done(
                            nameOf(ended.get()),
                            "logout",
                            "session " + ended.get().id(),
                            "from " + request.peer());
                }
                return ended;
            });
        }
        return BrowserCookie.SESSION.clear(answer);
    }

    private String nameOf(SessionTable.Row session) {
        return people.find(session.person()).map(Person::name).orElseGet(session.person()::toString);
    }

    void sweep() throws SQLException {
        Transaction.run(database, connection -> SessionTable.sweep(connection, clocks.now(), SWEPT_MAX));
    }
}
