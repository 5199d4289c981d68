package dev.gatehouse.auth.login;

import dev.gatehouse.auth.TestWorld;
import dev.gatehouse.auth.local.LocalPeople;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.http.PathPattern;
import dev.gatehouse.core.identity.Confidential;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.trust.IdentityProvider;
import dev.gatehouse.core.trust.Registration;
import dev.gatehouse.core.trust.TokenLifetimes;
import dev.gatehouse.core.trust.Trust;
import dev.gatehouse.testkit.http.EndpointServer;
import dev.gatehouse.testkit.oidc.FakeIdp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Logging in as served on a port, with one provider called corp, and a page that shows who is there. */
final class LoginWorld implements AutoCloseable {
    static final String WHO = "/who";

    final TestWorld world;
    final EndpointServer server;
    final FakeIdp idp;
    final KnownPeople people = new KnownPeople();
    final Login login;
    final LocalPeople local;

    private LoginWorld(TestWorld world, EndpointServer server, FakeIdp idp) {
        this.world = world;
        this.server = server;
        this.idp = idp;
        Login.Parts parts = new Login.Parts(
                server.url(),
                new RecordedChange.Place(world.database, world.journal, world.clock.clocks()),
                people,
                () -> world.revision);
        this.login = new Login(parts);
        this.local = new LocalPeople(parts, login.sessions());
        trust(provider("corp", List.of(), true));
        List<Endpoint> endpoints = new ArrayList<>(login.endpoints());
        endpoints.addAll(local.endpoints());
        endpoints.add(new Endpoint(
                Endpoint.Listener.PUBLIC,
                Endpoint.Method.GET,
                PathPattern.of(WHO),
                Endpoint.Guard.PUBLIC,
                0,
                request -> login.browsers()
                        .visitor(request)
                        .map(visitor -> Answer.text(200, visitor.person().name()))
                        .orElseGet(() -> login.browsers().logIn(request, WHO + "?" + request.query()))));
        server.serve(endpoints);
    }

    static LoginWorld open() throws Exception {
        TestWorld world = TestWorld.fresh();
        world.execute(
                "TRUNCATE auth.login_begun, auth.browser_session, auth.local_account, auth.bootstrap_token, auth.person_role");
        return new LoginWorld(world, EndpointServer.start(), FakeIdp.start(world.clock.clocks()::now));
    }

    IdentityProvider provider(String name, List<String> acrValues, boolean createsPeople) {
        return new IdentityProvider(
                name,
                idp.issuer(),
                FakeIdp.CLIENT_ID,
                Optional.of(new Confidential(FakeIdp.CLIENT_SECRET)),
                List.of("openid", "profile", "email"),
                "preferred_username",
                "groups",
                acrValues,
                createsPeople,
                List.of());
    }

    void trust(IdentityProvider... providers) {
        Revision before = world.revision;
        Trust trust = new Trust(List.of(providers), List.of(), List.of(), Registration.DEFAULT, TokenLifetimes.DEFAULT);
        world.revision = new Revision(
                before.id(), before.servers(), before.bundles(), before.agents(), before.upstreams(), trust);
    }

    String url(String path) {
        return server.url() + path;
    }

    @Override
    public void close() {
        login.close();
        idp.close();
        server.close();
    }
}
