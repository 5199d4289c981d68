package dev.gatehouse.auth.authorize;

import dev.gatehouse.auth.bearer.Revocations;
import dev.gatehouse.auth.client.Clients;
import dev.gatehouse.auth.grant.CodeGrants;
import dev.gatehouse.auth.login.Browsers;
import dev.gatehouse.auth.login.OwnForms;
import dev.gatehouse.auth.page.Pages;
import dev.gatehouse.auth.token.Issuer;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.http.PathPattern;
import dev.gatehouse.core.identity.Sealer;
import dev.gatehouse.core.revision.Revision;
import java.util.List;
import java.util.function.Supplier;

/** The code flow up to the code, put together. */
public final class Authorization {
    private static final int FORM_MAX_BYTES = 16 * 1024;

    private final AuthorizeEndpoint authorize;
    private final ConsentEndpoint consent;
    private final AccountEndpoints account;
    private final OwnForms forms;

    /** @param place where consents and codes are kept and what happens to them is recorded */
    public record Parts(
            Issuer issuer,
            Clients clients,
            Browsers browsers,
            CodeGrants grants,
            Revocations revocations,
            Sealer sealer,
            RecordedChange.Place place,
            Supplier<Revision> revisions) {}

    public Authorization(Parts parts) {
        Approvals approvals = new Approvals(parts.grants(), parts.revocations(), parts.place(), parts.revisions());
        Clocks clocks = parts.place().clocks();
        this.authorize = new AuthorizeEndpoint(
                parts.issuer(),
                new WishReader(parts.issuer(), parts.clients(), parts.revisions()),
                parts.browsers(),
                approvals,
                parts.sealer(),
                parts.revisions(),
                clocks);
        this.consent = new ConsentEndpoint(
                parts.issuer(), parts.clients(), approvals, parts.sealer(), parts.revisions(), clocks);
        this.account = new AccountEndpoints(parts.browsers(), approvals);
        this.forms = new OwnForms(new Pages(parts.issuer().url()), parts.browsers());
    }

    public List<Endpoint> endpoints() {
        return List.of(
                route(Endpoint.Method.GET, Issuer.AUTHORIZE_PATH, 0, authorize),
                route(
                        Endpoint.Method.POST,
                        Issuer.AUTHORIZE_PATH,
                        FORM_MAX_BYTES,
                        request -> forms.handle(request, consent)),
                route(Endpoint.Method.GET, AccountEndpoints.PATH, 0, account::show),
                route(
                        Endpoint.Method.POST,
                        AccountEndpoints.REVOKE_PATH,
                        FORM_MAX_BYTES,
                        request -> forms.handle(request, account::revoke)));
    }

    private static Endpoint route(Endpoint.Method method, String path, int bodyBytesMax, Endpoint.Handler handler) {
        return new Endpoint(
                Endpoint.Listener.PUBLIC, method, PathPattern.of(path), Endpoint.Guard.PUBLIC, bodyBytesMax, handler);
    }
}
