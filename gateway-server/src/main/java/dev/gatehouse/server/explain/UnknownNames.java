package dev.gatehouse.server.explain;

import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.policy.Glob;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.revision.VirtualServer;
import dev.gatehouse.core.upstream.Catalog;
import dev.gatehouse.core.view.Views;
import dev.gatehouse.server.config.BundleConfig;
import dev.gatehouse.server.config.GatehouseConfig;
import dev.gatehouse.server.config.bind.Nearest;
import dev.gatehouse.server.config.policy.PolicyConfig;
import dev.gatehouse.server.config.policy.RuleConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Tools that rules name and that no virtual server has where the rule applies: a rule about a misspelt tool protects
 * nothing. What an upstream offers is known only while it runs, so this is a warning. A name with {@code *} or {@code ?}
 * may well be meant for what comes.
 */
public final class UnknownNames {
    private static final int TOLD_MAX = 50;

    private final GatehouseConfig config;
    private final Revision revision;
    private final Catalog catalog;

    public UnknownNames(GatehouseConfig config, Revision revision, Catalog catalog) {
        this.config = config;
        this.revision = revision;
        this.catalog = catalog;
    }

    /** One line for each, where everything that the rule could be about is known. */
    public List<String> told() {
        Set<String> lines = new TreeSet<>();
        config.policies().forEach((name, policy) -> {
            Set<String> tools = new TreeSet<>();
            if (isKnown(name, tools)) {
                of(name, policy, tools).forEach(lines::add);
            }
        });
        return lines.stream().limit(TOLD_MAX).toList();
    }

    private Stream<String> of(String name, PolicyConfig policy, Set<String> tools) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < policy.rules().size(); i++) {
            String place = "policies." + name + "[" + i + "]: ";
            literal(policy.rules().get(i))
                    .filter(tool -> !tools.contains(tool))
                    .forEach(tool -> lines.add(place + "there is no tool `" + tool + "`" + Nearest.hint(tool, tools)));
        }
        return lines.stream();
    }

    private static Stream<String> literal(RuleConfig rule) {
        return Stream.of(rule.tools(), rule.only())
                .flatMap(globs -> globs.stream().flatMap(List::stream))
                .map(Glob::pattern)
                .filter(pattern -> pattern.indexOf('*') < 0 && pattern.indexOf('?') < 0);
    }

    /** Gathers the tools of every virtual server that the policy is applied to; whether all of them are known. */
    private boolean isKnown(String policy, Set<String> tools) {
        boolean applied = false;
        for (Map.Entry<String, BundleConfig> bundle : config.bundles().entrySet()) {
            if (bundle.getValue().policies().contains(policy)) {
                applied = true;
                if (!bundle.getValue().virtualServers().stream().allMatch(server -> gather(server, tools))) {
                    return false;
                }
            }
        }
        return applied;
    }

    private boolean gather(String name, Set<String> tools) {
        VirtualServer server = revision.servers().get(new ServerName(name));
        if (server == null
                || server.publications().stream()
                        .anyMatch(publication ->
                                catalog.listing(publication.upstream()).isUnseen())) {
            return false;
        }
        tools.addAll(new Views(catalog).of(server, ClientCapabilities.NONE).names(Primitive.TOOL));
        return true;
    }
}
