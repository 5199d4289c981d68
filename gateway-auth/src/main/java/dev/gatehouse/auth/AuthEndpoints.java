package dev.gatehouse.auth;

import dev.gatehouse.auth.token.Tokens;
import dev.gatehouse.core.http.Endpoint;
import java.util.ArrayList;
import java.util.List;

/** All routes of this module in one list. */
final class AuthEndpoints {
    private final Tokens tokens;
    private final MetadataEndpoints metadata;
    private final AgentEndpoints agents;

    AuthEndpoints(Tokens tokens, MetadataEndpoints metadata, AgentEndpoints agents) {
        this.tokens = tokens;
        this.metadata = metadata;
        this.agents = agents;
    }

    List<Endpoint> endpoints() {
        List<Endpoint> all = new ArrayList<>();
        all.addAll(tokens.endpoints());
        all.addAll(metadata.endpoints());
        all.addAll(agents.endpoints());
        return List.copyOf(all);
    }
}
