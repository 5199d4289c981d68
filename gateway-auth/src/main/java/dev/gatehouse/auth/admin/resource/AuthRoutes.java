package dev.gatehouse.auth.admin.resource;

import dev.gatehouse.auth.admin.AdminRoute;
import dev.gatehouse.auth.agent.AgentCredentials;
import dev.gatehouse.auth.agent.AgentListing;
import dev.gatehouse.auth.apikey.ApiKeys;
import dev.gatehouse.auth.bearer.Revocations;
import dev.gatehouse.auth.client.ClientDirectory;
import dev.gatehouse.auth.grant.CodeGrants;
import dev.gatehouse.auth.keys.DataKeys;
import dev.gatehouse.auth.keys.SigningKeys;
import dev.gatehouse.auth.kill.KillOrders;
import dev.gatehouse.auth.people.Directory;
import dev.gatehouse.auth.role.RoleRoster;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.revision.Revision;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What the admin API says about who may call, put together. */
public final class AuthRoutes {
    private AuthRoutes() {}

    /** @param place where changes are made and recorded */
    public record Parts(
            AgentCredentials credentials,
            AgentListing agents,
            ApiKeys apiKeys,
            KillOrders kills,
            DataKeys dataKeys,
            SigningKeys signingKeys,
            Directory people,
            RoleRoster roles,
            ClientDirectory clients,
            CodeGrants grants,
            Revocations revocations,
            RecordedChange.Place place,
            Supplier<Revision> revisions) {}

    public static List<AdminRoute> of(Parts parts) {
        Access access = new Access(parts.grants(), parts.revocations(), parts.place());
        PersonSight sight = new PersonSight(parts.people(), parts.revisions());
        return Stream.of(
                        new AgentRoutes(parts.credentials(), parts.agents()).routes(),
                        new KeyRoutes(parts.apiKeys(), parts.agents()).routes(),
                        new KillRoutes(parts.kills(), parts.agents()).routes(),
                        new SealingRoutes(parts.dataKeys(), parts.signingKeys(), parts.place()).routes(),
                        new UserRoutes(parts.people(), parts.roles(), sight).routes(),
                        new RoleRoutes(parts.roles(), sight, parts.revisions()).routes(),
                        new AccessRoutes(access, sight).routes(),
                        new GroupRoutes(parts.people(), sight, parts.revisions()).routes(),
                        new ClientRoutes(parts.clients(), access).routes())
                .flatMap(List::stream)
                .toList();
    }
}
