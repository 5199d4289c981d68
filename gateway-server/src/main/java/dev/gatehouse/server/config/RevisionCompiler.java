package dev.gatehouse.server.config;

import dev.gatehouse.core.audit.AuditSettings;
import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.pin.PinGuard;
import dev.gatehouse.core.pin.UpdatePolicy;
import dev.gatehouse.core.policy.Approvals;
import dev.gatehouse.core.policy.LongWork;
import dev.gatehouse.core.policy.PolicyPipeline;
import dev.gatehouse.core.revision.Agent;
import dev.gatehouse.core.revision.Bundle;
import dev.gatehouse.core.revision.Members;
import dev.gatehouse.core.revision.Publication;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.revision.VirtualServer;
import dev.gatehouse.core.trust.Administration;
import dev.gatehouse.core.trust.PeopleNamed;
import dev.gatehouse.core.upstream.UpstreamSpec;
import dev.gatehouse.policy.Provisions;
import dev.gatehouse.policy.screen.ScreenFold;
import dev.gatehouse.server.config.identity.MemberNames;
import dev.gatehouse.server.config.identity.TrustCompiler;
import dev.gatehouse.server.config.policy.CompiledRules;
import dev.gatehouse.server.config.policy.RuleCompiler;
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
    private final GatehouseConfig config;

    private final RuleCompiler rules;
    private final Approvals approvals;

    private final PinGuard guard;
    private final LongWork masking;

    private RevisionCompiler(GatehouseConfig config, Provisions provisions) {
        this.config = config;
        MemberNames members = new MemberNames(config.identity().providers().keySet());
        this.rules = new RuleCompiler(config.policies(), members, config.prices(), provisions);
        this.approvals = provisions.approvals();
        this.guard = new PinGuard(updates(config), provisions.pins());
        this.masking = provisions.lane();
    }

    /**
     * @param config one that {@link ConfigFile} found valid; same content, same revision id
     * @param provisions what its rules draw on
     */
    public static Revision compile(GatehouseConfig config, Provisions provisions) {
        return new RevisionCompiler(config, provisions).revision();
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
                TrustCompiler.compile(config.identity(), administration()),
                guard.updates());
    }

    private static Map<UpstreamId, UpdatePolicy> updates(GatehouseConfig config) {
        return config.upstreams().entrySet().stream()
                .collect(Collectors.toMap(
                        named -> new UpstreamId(named.getKey()),
                        named -> named.getValue().updates()));
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
        CompiledRules compiled = rules.compile(new BundleName(name), bundle.policies());
        return new Bundle(
                new BundleName(name),
                new Members(qualified(members.groups()), qualified(members.users()), members.anonymous()),
                servers,
                new PolicyPipeline(guard, compiled.stages(), compiled.charges(), approvals, masking),
                ScreenFold.of(compiled.results(), masking),
                new AuditSettings(
                        bundle.audit().payloads(),
                        bundle.audit().retention(),
                        config.audit()
                                .fields()
                                .classes()
                                .stricter(bundle.audit().fields().classes())));
    }

    private Set<String> qualified(List<String> names) {
        MemberNames members = new MemberNames(config.identity().providers().keySet());
        return names.stream().map(members::qualified).flatMap(Optional::stream).collect(Collectors.toSet());
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
