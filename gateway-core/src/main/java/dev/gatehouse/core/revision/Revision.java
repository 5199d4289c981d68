package dev.gatehouse.core.revision;

import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.upstream.UpstreamSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The whole configuration, complete before anyone sees it. Describes and holds nothing live: counters, connections and
 * children outlive it.
 *
 * @param id digest of the configuration it was compiled from
 * @param bundles in file order, which decides between several that would govern
 */
public record Revision(
        String id,
        Map<ServerName, VirtualServer> servers,
        List<Bundle> bundles,
        Map<AgentName, Agent> agents,
        Map<UpstreamId, UpstreamSpec> upstreams) {
    public Revision {
        servers = Map.copyOf(servers);
        bundles = List.copyOf(bundles);
        agents = Map.copyOf(agents);
        upstreams = Map.copyOf(upstreams);
    }

    /** The first bundle in file order that grants this principal this virtual server; empty means nothing is granted. */
    public Optional<Bundle> governing(Principal principal, ServerName server) {
        for (Bundle bundle : bundles) {
            if (bundle.servers().contains(server) && belongs(principal, bundle)) {
                return Optional.of(bundle);
            }
        }
        return Optional.empty();
    }

    /** Whether somebody without credentials may come in at all. */
    public boolean admitsAnonymous(ServerName server) {
        return governing(Principal.ANONYMOUS, server).isPresent();
    }

    public Optional<String> ownerOf(Principal principal) {
        return principal.agent().map(agents::get).flatMap(Agent::owner);
    }

    private boolean belongs(Principal principal, Bundle bundle) {
        Optional<Agent> agent = principal.agent().map(agents::get);
        return agent.map(known -> known.bundle().equals(bundle.name()))
                .orElseGet(() -> bundle.members().include(principal));
    }
}
