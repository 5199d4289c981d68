package dev.gatehouse.core.revision;

import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.pin.UpdatePolicy;
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
 * @param updates what becomes of what an upstream changes, for each of them
 */
public record Revision(
        String id,
        Map<ServerName, VirtualServer> servers,
        List<Bundle> bundles,
        Map<AgentName, Agent> agents,
        Map<UpstreamId, UpstreamSpec> upstreams,
        Trust trust,
        Map<UpstreamId, UpdatePolicy> updates) {
    public Revision {
        servers = Map.copyOf(servers);
        bundles = List.copyOf(bundles);
        agents = Map.copyOf(agents);
        upstreams = Map.copyOf(upstreams);
        updates = Map.copyOf(updates);
    }

    /** One whose upstreams are taken as they are. */
    public Revision(
            String id,
            Map<ServerName, VirtualServer> servers,
            List<Bundle> bundles,
            Map<AgentName, Agent> agents,
            Map<UpstreamId, UpstreamSpec> upstreams,
            Trust trust) {
        this(id, servers, bundles, agents, upstreams, trust, Map.of());
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
            if (grants(bundle, principal, server)) {
                return Optional.of(bundle);
            }
        }
        return Optional.empty();
    }

    /** All of them, in file order, for somebody who may choose. */
    public List<Bundle> granting(Principal principal, ServerName server) {
        return bundles.stream()
                .filter(bundle -> grants(bundle, principal, server))
                .toList();
    }

    private boolean grants(Bundle bundle, Principal principal, ServerName server) {
        return bundle.servers().contains(server) && belongs(principal, bundle);
    }

    /** Whether somebody without credentials may come in at all. */
    public boolean admitsAnonymous(ServerName server) {
        return governing(Principal.ANONYMOUS, server).isPresent();
    }

    /** Of an agent of the file, whom the file says now; of any other agent, whom its registration says. */
    public Optional<String> ownerOf(Principal principal) {
        Optional<Agent> agent = principal.agent().map(agents::get);
        return agent.isPresent() ? agent.get().owner() : principal.owner();
    }

    /** The bundle that a caller was given and that is not there. */
    public Optional<BundleName> missingBundle(Principal principal) {
        return named(principal).filter(name -> !has(name));
    }

    public Optional<Bundle> bundle(BundleName name) {
        for (Bundle bundle : bundles) {
            if (bundle.name().equals(name)) {
                return Optional.of(bundle);
            }
        }
        return Optional.empty();
    }

    public boolean has(BundleName bundle) {
        return bundle(bundle).isPresent();
    }

    /**
     * An agent of the file belongs where the file says now; any other agent where its registration says. A person belongs
     * where the members say, and of those bundles only to the chosen one, where one was chosen.
     */
    private boolean belongs(Principal principal, Bundle bundle) {
        Optional<BundleName> named = named(principal);
        return switch (principal.kind()) {
            case AGENT -> named.equals(Optional.of(bundle.name()));
            case USER, ANONYMOUS ->
                named.map(bundle.name()::equals).orElse(true)
                        && bundle.members().include(principal);
        };
    }

    private Optional<BundleName> named(Principal principal) {
        return principal.agent().map(agents::get).map(Agent::bundle).or(principal::bundle);
    }
}
