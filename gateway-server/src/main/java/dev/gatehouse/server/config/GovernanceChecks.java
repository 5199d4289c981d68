package dev.gatehouse.server.config;

import dev.gatehouse.core.identity.Nearest;
import dev.gatehouse.core.mcp.Names;
import dev.gatehouse.server.config.VirtualServerConfig.Naming;
import dev.gatehouse.server.config.VirtualServerConfig.ShareConfig;
import dev.gatehouse.server.config.bind.KeyKind;
import dev.gatehouse.server.config.identity.MemberNames;
import dev.gatehouse.server.config.yaml.KeyPath;
import dev.gatehouse.server.config.yaml.Report;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks that every name leads somewhere, and that nobody comes in who should not. */
final class GovernanceChecks {
    private final GatehouseConfig config;
    private final Report report;

    GovernanceChecks(GatehouseConfig config, Report report) {
        this.config = config;
        this.report = report;
    }

    void check() {
        config.virtualServers().forEach(this::virtualServer);
        config.agents()
                .forEach((name, agent) -> refers(KeyPath.of("agents", name, "bundle"), "bundles", agent.bundle()));
        config.bundles().forEach(this::bundle);
        people(KeyPath.of("administration", "owners"), config.administration().owners());
        people(KeyPath.of("administration", "auditors"), config.administration().auditors());
    }

    private void virtualServer(String name, VirtualServerConfig server) {
        KeyPath facade = KeyPath.of("virtualServers", name, "facade");
        server.facade().search().ifPresent(search -> shared(facade.key("search"), server, search.upstream()));
        server.facade().fetch().ifPresent(fetch -> shared(facade.key("fetch"), server, fetch.upstream()));
        KeyPath path = KeyPath.of("virtualServers", name, "upstreams");
        Map<String, String> prefixes = new HashMap<>();
        server.upstreams().forEach((upstream, share) -> {
            refers(path.key(upstream), "upstreams", upstream);
            prefix(path.key(upstream).key("prefix"), server.names(), share);
            String prefix = share.prefix().orElse(upstream);
            String other = prefixes.putIfAbsent(prefix, upstream);
            if (other != null && server.names() == Naming.PREFIXED) {
                report.problem(
                        path.key(upstream).key("prefix"), "`" + prefix + "` is the prefix of `" + other + "` already");
            }
        });
    }

    private void shared(KeyPath path, VirtualServerConfig server, String upstream) {
        if (!server.upstreams().containsKey(upstream)) {
            report.problem(path.key("upstream"), "`" + upstream + "` is not among the `upstreams` of this server");
        }
    }

    private void prefix(KeyPath path, Naming names, ShareConfig share) {
        if (share.prefix().isPresent() && names == Naming.ORIGINAL) {
            report.problem(path, "`prefix` does nothing with `names: original`");
        } else if (!Names.isSlug(share.prefix().orElse("x"))) {
            report.problem(path, "expected " + KeyKind.NAME.expected());
        }
    }

    private void bundle(String name, BundleConfig bundle) {
        KeyPath path = KeyPath.of("bundles", name);
        qualified(path.key("members").key("groups"), bundle.members().groups());
        qualified(path.key("members").key("users"), bundle.members().users());
        people(path.key("admins"), bundle.admins());
        people(path.key("approvers"), bundle.approvers());
        referAll(path.key("virtualServers"), "virtualServers", bundle.virtualServers());
        referAll(path.key("policies"), "policies", bundle.policies());
        if (bundle.members().anonymous() && !config.server().listen().isLoopback()) {
            report.problem(
                    path.key("members").key("anonymous"),
                    "callers without credentials are let in only where `server.listen` is a loopback address");
        }
    }

    private void people(KeyPath path, PeopleConfig people) {
        qualified(path.key("groups"), people.groups());
        qualified(path.key("users"), people.users());
    }

    private void qualified(KeyPath path, List<String> names) {
        MemberNames members = new MemberNames(config.identity().providers().keySet());
        for (int i = 0; i < names.size(); i++) {
            if (members.qualified(names.get(i)).isEmpty()) {
                report.problem(path.index(i), "which provider's? (expected: `provider/" + names.get(i) + "`)");
            }
        }
    }

    private void referAll(KeyPath path, String section, List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            refers(path.index(i), section, names.get(i));
        }
    }

    /** Asks the file and not the records: an entry that is wrong in itself is there all the same. */
    private void refers(KeyPath path, String section, String name) {
        Set<String> known = report.keys(KeyPath.of(section));
        if (!known.contains(name)) {
            report.problem(path, "`" + name + "` is not in `" + section + "`" + Nearest.hint(name, known));
        }
    }
}
