package dev.gatehouse.server.config;

import dev.gatehouse.server.config.bind.Secrets;
import dev.gatehouse.server.config.identity.IdentityChecks;
import dev.gatehouse.server.config.yaml.Report;

/** Everything that one value alone cannot tell. */
final class Checks {
    private Checks() {}

    static void run(GatehouseConfig config, Secrets secrets, Report report) {
        new ServerChecks(report, secrets).check(config.server());
        new StorageChecks(report).check(config);
        config.upstreams().forEach(new UpstreamChecks(report, config.limits().callTimeout())::check);
        new IdentityChecks(report).check(config.identity());
        new GovernanceChecks(config, report).check();
        config.policies().forEach(new PolicyChecks(report)::check);
    }
}
