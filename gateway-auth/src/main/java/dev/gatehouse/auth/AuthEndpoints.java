package dev.gatehouse.auth;

import dev.gatehouse.auth.client.ClientDirectory;
import dev.gatehouse.auth.scim.Scim;
import dev.gatehouse.auth.token.Issuer;
import dev.gatehouse.auth.token.TokenEndpoint;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.http.PathPattern;
import java.util.ArrayList;
import java.util.List;

/** All routes of this module in one list. */
final class AuthEndpoints {
    private final TokenEndpoint tokens;
    private final MetadataEndpoints metadata;
    private final ClientDirectory clients;
    private final AgentEndpoints agents;
    private final Scim scim;

    AuthEndpoints(
            TokenEndpoint tokens,
            MetadataEndpoints metadata,
            ClientDirectory clients,
            AgentEndpoints agents,
            Scim scim) {
        this.tokens = tokens;
        this.metadata = metadata;
        this.clients = clients;
        this.agents = agents;
        this.scim = scim;
    }

    List<Endpoint> endpoints() {
        List<Endpoint> all = new ArrayList<>();
        all.add(new Endpoint(
                Endpoint.Listener.PUBLIC,
                Endpoint.Method.POST,
                PathPattern.of(Issuer.TOKEN_PATH),
                Endpoint.Guard.PUBLIC,
                TokenEndpoint.BODY_MAX_BYTES,
                tokens));
        all.addAll(metadata.endpoints());
        all.addAll(clients.endpoints());
        all.addAll(agents.endpoints());
        all.addAll(scim.endpoints());
        return List.copyOf(all);
    }
}
