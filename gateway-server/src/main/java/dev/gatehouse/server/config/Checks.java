package dev.gatehouse.server.config;

import dev.gatehouse.server.config.bind.Secrets;
import dev.gatehouse.server.config.identity.IdentityChecks;
import dev.gatehouse.server.config.identity.MemberNames;
import dev.gatehouse.server.config.policy.ChargeChecks;
import dev.gatehouse.server.config.policy.PolicyChecks;
import dev.gatehouse.server.config.yaml.KeyPath;
import dev.gatehouse.server.config.yaml.Report;

/** Everything that one value alone cannot tell. */
final class Checks {
    private Checks() {}

    static void run(GatehouseConfig config, Secrets secrets, Report report) {
        new ServerChecks(report, secrets).check(config.server());
        new StorageChecks(report).check(config);
        new FieldChecks(report).check(config);
        config.outbound().ca().ifPresent(file -> AuthorityChecks.check(report, KeyPath.of("outbound", "ca"), file));
        config.upstreams().forEach(new UpstreamChecks(report, config.limits().callTimeout())::check);
        IdentityChecks identity = new IdentityChecks(report);
        identity.check(config.identity());
        config.agents()
                .forEach((name, agent) ->
                        agent.jwks().ifPresent(jwks -> identity.keys(KeyPath.of("agents", name, "jwks"), jwks)));
        new GovernanceChecks(config, report).check();
        MemberNames members = new MemberNames(config.identity().providers().keySet());
        config.policies().forEach(new PolicyChecks(report, members)::check);
        new ChargeChecks(report, members).prices(config.prices());
        new SinkChecks(config, report).check();
        config.audit().alerts().ifPresent(alerts -> new AlertChecks(alerts, report).check());
        ChannelChecks channels = new ChannelChecks(report);
        config.approvals()
                .channels()
                .forEach((name, channel) -> channels.check(KeyPath.of("approvals", "channels", name), channel));
    }
}
