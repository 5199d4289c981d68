package dev.gatehouse.auth.apikey;

import dev.gatehouse.auth.agent.AgentClient;
import dev.gatehouse.auth.agent.AgentRoster;
import dev.gatehouse.auth.rate.FirstUses;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.identity.AccessToken;
import dev.gatehouse.core.identity.Authentication;
import dev.gatehouse.core.identity.Authenticator;
import dev.gatehouse.core.identity.Challenge;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.identity.ToolScopes;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.revision.VirtualServer;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Accepts API keys. A key opens the virtual servers for which its agent could get a token, or the one of them that it was
 * made for, and its agent is the same caller by either.
 */
public final class ApiKeyAuthenticator implements Authenticator {
    private static final Set<String> SCOPES = Set.of(ToolScopes.READ, ToolScopes.EXECUTE);

    private final String issuer;
    private final ApiKeyRoster keys;
    private final AgentRoster agents;
    private final Supplier<Revision> revisions;
    private final FirstUses<String> uses;

    /** @param issuer who vouches for agents: our own */
    public ApiKeyAuthenticator(
            String issuer, ApiKeyRoster keys, AgentRoster agents, Supplier<Revision> revisions, Clocks clocks) {
        this.issuer = issuer;
        this.keys = keys;
        this.agents = agents;
        this.revisions = revisions;
        this.uses = new FirstUses<>(clocks);
    }

    @Override
    public Authentication authenticate(AccessToken token, Set<String> audiences) {
        Optional<ApiKey> key = ApiKey.parse(token.value());
        if (key.isEmpty()) {
            return rejected("no API key: its check is wrong");
        }
        Optional<ApiKeyRow> row = keys.find(key.get());
        if (row.isEmpty()) {
            return rejected("unknown API key");
        }
        return keys.isLive(row.get().id())
                ? judge(row.get(), audiences)
                : rejected("API key " + row.get().id() + " is revoked or expired");
    }

    private Authentication judge(ApiKeyRow key, Set<String> audiences) {
        Optional<AgentClient> agent = agents.live(key.agent(), key.clientId());
        if (agent.isEmpty()) {
            return rejected("the agent of API key " + key.id() + " is revoked, expired or gone");
        }
        Revision revision = revisions.get();
        Optional<VirtualServer> server = revision.servers().values().stream()
                .filter(known -> known.audiences().equals(audiences))
                .findFirst();
        Principal principal = agent.get().principal(issuer, SCOPES, Optional.of(key.id()), key.expiresAt());
        boolean opens = server.filter(
                        known -> key.server().map(known.name()::equals).orElse(true)
                                && revision.governing(principal, known.name()).isPresent())
                .isPresent();
        if (!opens) {
            return rejected(why(revision, key, principal));
        }
        keys.noteUse(key);
        return new Authentication.Authenticated(principal, uses.isFirst(key.id()));
    }

    private static String why(Revision revision, ApiKeyRow key, Principal principal) {
        return revision.missingBundle(principal)
                .map(bundle -> "bundle " + bundle + " of agent " + key.agent() + " is not in the configuration")
                .orElse("API key " + key.id() + " is for another virtual server");
    }

    private static Authentication rejected(String reason) {
        return new Authentication.Rejected(Challenge.invalid(reason));
    }
}
