package dev.gatehouse.auth.admin.resource;

import static dev.gatehouse.auth.admin.AdminRoute.route;

import dev.gatehouse.auth.admin.AdminRoute;
import dev.gatehouse.auth.admin.Asked;
import dev.gatehouse.auth.admin.Page;
import dev.gatehouse.auth.admin.Reach;
import dev.gatehouse.auth.admin.shape.About;
import dev.gatehouse.auth.client.ClientDirectory;
import dev.gatehouse.auth.client.OAuthClient;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint.Method;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The OAuth clients that are no agents. */
final class ClientRoutes {
    private final ClientDirectory clients;
    private final Access access;

    ClientRoutes(ClientDirectory clients, Access access) {
        this.clients = clients;
        this.access = access;
    }

    record ClientList(
            List<ClientView> clients,
            @About("The cursor of the next page.") Optional<String> next) {}

    record ClientView(
            String clientId,

            @About("As it calls itself, or as the file does.")
            String name,

            @About("How it became known.") OAuthClient.Origin origin,
            List<String> redirectUris,
            Optional<Instant> createdAt,
            @About("To the hour.") Optional<Instant> usedAt) {

        static ClientView of(ClientDirectory.Entry entry) {
            OAuthClient client = entry.client();
            return new ClientView(
                    client.clientId(),
                    client.name(),
                    client.origin(),
                    client.redirectUris(),
                    entry.createdAt(),
                    entry.usedAt());
        }
    }

    List<AdminRoute> routes() {
        return List.of(
                route(
                                Method.GET,
                                "/clients",
                                Reach.OVERSEERS,
                                "Lists the clients of the file and those that registered themselves, by id.")
                        .parameter("origin", "Only those that became known this way.")
                        .paged()
                        .answers(ClientList.class)
                        .by(this::list),
                route(
                                Method.DELETE,
                                "/clients/{clientId}",
                                Reach.OWNERS,
                                "Ends a client: its registration, and what anybody agreed to. One of the file may ask again.")
                        .by(this::end));
    }

    private Answer list(Asked asked) throws SQLException {
        Page.Slice<ClientDirectory.Entry> found = asked.page()
                .of(
                        clients.all().stream()
                                .filter(entry -> Filters.matches(
                                        asked,
                                        "origin",
                                        Optional.of(Filters.word(entry.client().origin())))),
                        entry -> entry.client().clientId());
        return AdminRoute.ok(
                new ClientList(found.items().stream().map(ClientView::of).toList(), found.next()));
    }

    /** Of a client that nobody knows there is nothing left to end, and that is what was asked for. */
    private Answer end(Asked asked) throws SQLException, AuditUnavailableException {
        access.end(asked.variable("clientId"), asked.by().actor());
        return AdminRoute.done();
    }
}
