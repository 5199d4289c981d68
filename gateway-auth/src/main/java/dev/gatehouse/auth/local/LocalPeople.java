package dev.gatehouse.auth.local;

import dev.gatehouse.auth.login.BrowserSecret;
import dev.gatehouse.auth.login.Login;
import dev.gatehouse.auth.login.RefusedLogins;
import dev.gatehouse.auth.login.Sessions;
import dev.gatehouse.auth.page.Pages;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.http.PathPattern;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Local accounts and the first administrator, put together. */
public final class LocalPeople {
    private final BootstrapToken tokens;
    private final PasswordLogin login;
    private final Setup setup;
    private final Clocks clocks;

    public LocalPeople(Login.Parts parts, Sessions sessions) {
        VisitForm forms = new VisitForm(new Pages(parts.publicUrl()));
        Passwords passwords = new Passwords();
        this.clocks = parts.place().clocks();
        RefusedLogins refused = new RefusedLogins(parts.place().journal(), clocks);
        this.tokens = new BootstrapToken(parts.place().database());
        this.login = new PasswordLogin(
                forms,
                new LocalAccounts(parts.place().database()),
                passwords,
                parts.people(),
                sessions,
                refused,
                clocks);
        this.setup = new Setup(forms, parts.place(), tokens, passwords, parts.people(), sessions, refused);
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
                Endpoint.Listener.PUBLIC, method, PathPattern.of(path), Endpoint.Guard.PUBLIC, bodyBytesMax, handler);
    }
}
