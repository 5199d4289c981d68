package dev.gatehouse.auth;

import dev.gatehouse.auth.kill.KillOrders;
import dev.gatehouse.core.policy.KillSwitch;
import dev.gatehouse.core.revision.Revision;
import java.util.Optional;

/** The administration of kill switches put together. */
final class KillDesk {
    private final Auth.Parts parts;
    private final Known known;

    private KillDesk(Auth.Parts parts, Known known) {
        this.parts = parts;
        this.known = known;
    }

    /** @param changed run after a change is in force and before anyone is told */
    static KillOrders orders(Auth.Parts parts, Known known, Runnable changed) {
        KillDesk desk = new KillDesk(parts, known);
        return new KillOrders(parts.place(), known.kills(), desk::warning, changed);
    }

    /** A switch may come before what it stops, or after that was taken out of the file; or its name is misspelt. */
    private Optional<String> warning(KillSwitch what) {
        Revision now = parts.revisions().get();
        boolean isKnown = switch (what) {
            case KillSwitch.OfAgent(var agent) -> known.agents().exists(agent);
            case KillSwitch.OfBundle(var name) ->
                now.bundles().stream().anyMatch(bundle -> bundle.name().equals(name));
            case KillSwitch.OfUpstream(var upstream) -> now.upstreams().containsKey(upstream);
            case KillSwitch.OfTool(var server, var _) -> now.servers().containsKey(server);
            case KillSwitch.OfUpstreamTool(var upstream, var _) ->
                now.upstreams().containsKey(upstream);
        };
        return isKnown
                ? Optional.empty()
                : Optional.of("Nothing has this name in the configuration now: " + what.text() + ".");
    }
}
