package dev.gatehouse.auth.login;

import dev.gatehouse.auth.oidc.OpenIdClient;
import dev.gatehouse.auth.page.Assets;
import dev.gatehouse.auth.page.Pages;
import dev.gatehouse.auth.people.People;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.revision.Revision;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Logging in, put together. */
public final class Login implements AutoCloseable {
    private final OpenIdClient openId;
    private final BegunLogins begun;
    private final Sessions sessions;
    private final Logins logins;
    private final LoginEndpoints endpoints;
    private final Clocks clocks;

    /** @param publicUrl the gateway's origin, without a trailing slash */
    public record Parts(String publicUrl, RecordedChange.Place place, People people, Supplier<Revision> revisions) {}

    public Login(Parts parts) {
        this.clocks = parts.place().clocks();
        this.openId = new OpenIdClient(
                () -> parts.revisions().get().trust().registration().intranetHosts(), clocks);
        this.begun = new BegunLogins(parts.place().database());
        this.sessions = new Sessions(parts.place(), parts.people());
        this.logins = new Logins(parts.publicUrl(), parts.revisions(), sessions, begun, openId, clocks);
        RefusedLogins refused = new RefusedLogins(parts.place().journal(), clocks);
        Callback callback =
                new Callback(logins, begun, openId, parts.people(), sessions, refused, parts.revisions(), clocks);
        this.endpoints =
                new LoginEndpoints(new Pages(parts.publicUrl()), logins, callback, sessions, parts.revisions());
    }

    public Browsers browsers() {
        return logins;
    }

    /** For other ways to prove who one is. */
    public Sessions sessions() {
        return sessions;
    }

    public List<Endpoint> endpoints() {
        List<Endpoint> all = new ArrayList<>(Assets.endpoints());
        all.addAll(endpoints.endpoints());
        return List.copyOf(all);
    }

    /** Deletes what expired, so much at a time. */
    public void sweep() throws SQLException {
        begun.sweep(clocks.now());
        sessions.sweep();
    }

    @Override
    public void close() {
        openId.close();
    }
}
