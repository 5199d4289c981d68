package dev.gatehouse.core.policy;

import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.mcp.UpstreamId;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Switches by what they stop.
 *
 * @param actor the agent that acts, on its own or for a person; empty where none does
 */
public record ThrownSwitches(long version, Set<KillSwitch> thrown, Function<Principal, Optional<AgentName>> actor)
        implements KillSwitches {
    public ThrownSwitches {
        thrown = Set.copyOf(thrown);
    }

    @Override
    public Optional<KillSwitch> stopping(Principal principal, BundleName bundle) {
        return thrown.isEmpty()
                ? Optional.empty()
                : find(new KillSwitch.OfBundle(bundle))
                        .or(() -> actor.apply(principal).flatMap(agent -> find(new KillSwitch.OfAgent(agent))));
    }

    @Override
    public Optional<KillSwitch> stopping(ServerName server, Target target) {
        return thrown.isEmpty()
                ? Optional.empty()
                : find(new KillSwitch.OfUpstream(target.upstream())).or(() -> tool(server, target));
    }

    @Override
    public boolean stops(UpstreamId upstream) {
        return thrown.contains(new KillSwitch.OfUpstream(upstream));
    }

    private Optional<KillSwitch> tool(ServerName server, Target target) {
        return target.kind() == Primitive.TOOL
                ? find(new KillSwitch.OfTool(server, target.publicName()))
                        .or(() -> find(new KillSwitch.OfUpstreamTool(target.upstream(), target.upstreamName())))
                : Optional.empty();
    }

    private Optional<KillSwitch> find(KillSwitch wanted) {
        return thrown.contains(wanted) ? Optional.of(wanted) : Optional.empty();
    }
}
