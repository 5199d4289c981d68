package dev.gatehouse.core.policy;

import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.mcp.UpstreamId;
import java.util.Optional;

/**
 * The switches that are thrown, at one moment; it does not change. No permit is made and no list is shown without asking
 * it, so it costs next to nothing while no switch is thrown.
 */
public interface KillSwitches {
    KillSwitches NONE = new KillSwitches() {
        @Override
        public long version() {
            return 0;
        }

        @Override
        public Optional<KillSwitch> stopping(Principal principal, BundleName bundle) {
            return Optional.empty();
        }

        @Override
        public boolean stops(UpstreamId upstream) {
            return false;
        }

        @Override
        public Optional<KillSwitch> stopping(ServerName server, Target target) {
            return Optional.empty();
        }
    };

    /** Whether this upstream is off altogether. */
    boolean stops(UpstreamId upstream);

    /** Another number for every other set of thrown switches, within one process. */
    long version();

    /** One that stops whatever this caller does under this bundle. */
    Optional<KillSwitch> stopping(Principal principal, BundleName bundle);

    /** One that stops this target, whoever wants it. */
    Optional<KillSwitch> stopping(ServerName server, Target target);

    default Optional<KillSwitch> stopping(CallFacts facts, Target target) {
        Optional<KillSwitch> caller = stopping(facts.principal(), facts.bundle());
        return caller.isPresent() ? caller : stopping(facts.server(), target);
    }
}
