package dev.gatehouse.server.config;

import dev.gatehouse.core.audit.AuditSettings;
import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.PolicyPipeline;
import dev.gatehouse.core.policy.PolicyStage;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.core.revision.Agent;
import dev.gatehouse.core.revision.Bundle;
import dev.gatehouse.core.revision.Members;
import dev.gatehouse.core.revision.Publication;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.revision.VirtualServer;
import dev.gatehouse.core.trust.Administration;
import dev.gatehouse.core.trust.PeopleNamed;
import dev.gatehouse.core.upstream.Screen;
import dev.gatehouse.core.upstream.UpstreamSpec;
import dev.gatehouse.policy.rules.ToolRule;
import dev.gatehouse.server.config.identity.MemberNames;
import dev.gatehouse.server.config.identity.TrustCompiler;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes the revision that a checked configuration describes. */
public final class RevisionCompiler {
    /** What a caller reads where an allow-list without a reason of its own denies. */
    static final String ONLY_REASON = "This tool is not among those allowed here.";

    private final GatehouseConfig config;

    private RevisionCompiler(GatehouseConfig config) {
        this.config = config;
    }

    /** @param config one that {@link ConfigFile} found valid; same content, same revision id */
    public static Revision compile(GatehouseConfig config) {
        return new RevisionCompiler(config).revision();
    }

    private Revision revision() {
        Map<ServerName, VirtualServer> servers = new HashMap<>();
        config.virtualServers()
                .forEach((name, server) -> servers.put(new ServerName(name), server(new ServerName(name), server)));
        List<Bundle> bundles = new ArrayList<>();
        config.bundles().forEach((name, bundle) -> bundles.add(bundle(name, bundle)));
        Map<AgentName, Agent> agents = new HashMap<>();
        config.agents().forEach((name, agent) -> agents.put(new AgentName(name), agent(name, agent)));
        Map<UpstreamId, UpstreamSpec> upstreams = new LinkedHashMap<>();
        config.upstreams()
                .forEach((name, upstream) -> upstreams.put(
                        new UpstreamId(name), UpstreamSpecs.spec(new UpstreamId(name), upstream, config.masterKey())));
        return new Revision(
                ConfigDigest.of(config, config.masterKey()),
                servers,
                bundles,
                agents,
                upstreams,
                TrustCompiler.compile(config.identity(), administration()));
    }

    private Administration administration() {
        Map<BundleName, PeopleNamed> admins = new HashMap<>();
        Map<BundleName, PeopleNamed> approvers = new HashMap<>();
        config.bundles().forEach((name, bundle) -> {
            admins.put(new BundleName(name), named(bundle.admins()));
            approvers.put(new BundleName(name), named(bundle.approvers()));
        });
        return new Administration(
                "http://" + config.server().admin().listen() + Administration.PATH,
                named(config.administration().owners()),
                named(config.administration().auditors()),
                admins,
                approvers);
    }

    private PeopleNamed named(PeopleConfig people) {
        return new PeopleNamed(qualified(people.groups()), qualified(people.users()));
    }

    private VirtualServer server(ServerName name, VirtualServerConfig server) {
        String url = config.server().origin() + "/vmcp/" + name;
        List<Publication> publications = new ArrayList<>();
        server.upstreams()
                .forEach((upstream, share) ->
                        publications.add(Publications.publication(upstream, share, server.names())));
        return new VirtualServer(
                name,
                url + "/mcp",
                url + "/sse",
                server.instructions(),
                publications,
                Publications.facade(server.facade()));
    }

    private Bundle bundle(String name, BundleConfig bundle) {
        Set<ServerName> servers = new HashSet<>();
        bundle.virtualServers().forEach(server -> servers.add(new ServerName(server)));
        BundleConfig.MembersConfig members = bundle.members();
        return new Bundle(
                new BundleName(name),
                new Members(qualified(members.groups()), qualified(members.users()), members.anonymous()),
                servers,
                pipeline(bundle.policies()),
                Screen.NONE,
                new AuditSettings(bundle.audit().payloads(), bundle.audit().retention()));
    }

    private Set<String> qualified(List<String> names) {
        MemberNames members = new MemberNames(config.identity().providers().keySet());
        return names.stream().map(members::qualified).flatMap(Optional::stream).collect(Collectors.toSet());
    }

    private PolicyPipeline pipeline(List<String> policies) {
        List<PolicyStage> stages = new ArrayList<>();
        for (String policy : policies) {
            List<RuleConfig> rules = config.policies().getOrDefault(policy, List.of());
            for (int i = 0; i < rules.size(); i++) {
                stages.add(stage(new StageId(policy + "[" + i + "]"), rules.get(i)));
            }
        }
        return new PolicyPipeline(stages, List.of());
    }

    private static PolicyStage stage(StageId id, RuleConfig rule) {
        return rule.only()
                .map(only -> ToolRule.only(id, only, rule.deny().orElse(ONLY_REASON)))
                .orElseGet(() -> ToolRule.deny(
                        id, rule.tools().orElseThrow(), rule.deny().orElseThrow()));
    }

    private static Agent agent(String name, AgentConfig agent) {
        return new Agent(
                new AgentName(name),
                new BundleName(agent.bundle()),
                agent.owner(),
                agent.purpose(),
                agent.expires().map(day -> day.atStartOfDay(ZoneOffset.UTC).toInstant()),
                agent.rotateEvery(),
                agent.jwks());
    }
}
