package dev.gatehouse.core.revision;

import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.trust.Trust;
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
 * @param trust who may vouch for callers
 */
public record Revision(
        String id,
        Map<ServerName, VirtualServer> servers,
        List<Bundle> bundles,
        Map<AgentName, Agent> agents,
        Map<UpstreamId, UpstreamSpec> upstreams,
        Trust trust) {
    public Revision {
        servers = Map.copyOf(servers);
        bundles = List.copyOf(bundles);
        agents = Map.copyOf(agents);
        upstreams = Map.copyOf(upstreams);
    }

    /** One that trusts nobody besides us. */
    public Revision(
            String id,
            Map<ServerName, VirtualServer> servers,
            List<Bundle> bundles,
            Map<AgentName, Agent> agents,
            Map<UpstreamId, UpstreamSpec> upstreams) {
        this(id, servers, bundles, agents, upstreams, Trust.NONE);
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

    /**
     * An agent of the file belongs where the file says now; any other agent where its registration says. A person belongs
     * where the members say, and of those bundles only to the chosen one, where one was chosen.
     */
    private boolean belongs(Principal principal, Bundle bundle) {
        Optional<BundleName> named =
                principal.agent().map(agents::get).map(Agent::bundle).or(principal::bundle);
        return switch (principal.kind()) {
            case AGENT -> named.equals(Optional.of(bundle.name()));
            case USER, ANONYMOUS ->
                named.map(bundle.name()::equals).orElse(true)
                        && bundle.members().include(principal);
        };
    }
}
