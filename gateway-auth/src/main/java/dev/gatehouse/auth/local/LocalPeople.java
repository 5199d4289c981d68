package dev.gatehouse.auth.local;

import dev.gatehouse.auth.login.BrowserSecret;
import dev.gatehouse.auth.login.LoginTrail;
import dev.gatehouse.auth.login.Sessions;
import dev.gatehouse.auth.page.Pages;
import dev.gatehouse.auth.people.People;
import dev.gatehouse.core.audit.AuditJournal;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.http.PathPattern;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Local accounts and the first administrator, put together. */
public final class LocalPeople {
    private final BootstrapToken tokens;
    private final PasswordLogin login;
    private final Setup setup;
    private final Clocks clocks;

    public LocalPeople(
            String publicUrl,
            DataSource database,
            People people,
            Sessions sessions,
            AuditJournal journal,
            Clocks clocks) {
        VisitForm forms = new VisitForm(new Pages(publicUrl));
        Passwords passwords = new Passwords();
        LoginTrail trail = new LoginTrail(journal, clocks);
        this.tokens = new BootstrapToken(database);
        this.login = new PasswordLogin(
                forms, new LocalAccounts(database), passwords, people, sessions, trail, clocks);
        this.setup = new Setup(forms, database, tokens, passwords, people, sessions, trail, clocks);
        this.clocks = clocks;
    }

    /**
     * The one-time token for {@code /setup}, to be shown once: where there is no owner yet and no token that still works.
     * It is good for an hour, on this machine, once.
     */
    public Optional<String> bootstrapToken() throws SQLException {
        return tokens.make(clocks.now()).map(BrowserSecret::value);
    }

    public List<Endpoint> endpoints() {
        return List.of(
                route(Endpoint.Method.GET, "/login/local", login::show),
                route(Endpoint.Method.POST, "/login/local", login::logIn),
                route(Endpoint.Method.GET, "/setup", setup::show),
                route(Endpoint.Method.POST, "/setup", setup::create));
    }

    private static Endpoint route(Endpoint.Method method, String path, Endpoint.Handler handler) {
        int bodyBytesMax = method == Endpoint.Method.POST ? VisitForm.BODY_MAX_BYTES : 0;
        return new Endpoint(
                Endpoint.Listener.PUBLIC,
                method,
                PathPattern.of(path),
                Endpoint.Guard.PUBLIC,
                bodyBytesMax,
                handler);
    }
}
