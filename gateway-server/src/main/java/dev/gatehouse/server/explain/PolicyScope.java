package dev.gatehouse.server.explain;

import dev.gatehouse.core.identity.Nearest;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.revision.Publication;
import dev.gatehouse.core.revision.ResearchFacade;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.revision.VirtualServer;
import dev.gatehouse.core.upstream.Catalog;
import dev.gatehouse.core.view.Views;
import dev.gatehouse.server.config.GatehouseConfig;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The virtual servers that a policy is applied to, through the bundles that name it. */
record PolicyScope(List<VirtualServer> servers) {

    /** Empty for a policy that is applied nowhere. */
    static Optional<PolicyScope> of(String policy, GatehouseConfig config, Revision revision) {
        List<VirtualServer> servers = config.bundles().values().stream()
                .filter(bundle -> bundle.policies().contains(policy))
                .flatMap(bundle -> bundle.virtualServers().stream())
                .distinct()
                .map(name -> revision.servers().get(new ServerName(name)))
                .filter(Objects::nonNull)
                .toList();
        return servers.isEmpty() ? Optional.empty() : Optional.of(new PolicyScope(servers));
    }

    /** Every public name; empty unless all upstreams have said what they offer. */
    Optional<Set<String>> names(Primitive kind, Catalog catalog) {
        boolean isKnown = servers.stream()
                .flatMap(server -> server.publications().stream())
                .noneMatch(
                        publication -> catalog.listing(publication.upstream()).isUnseen());
        if (!isKnown) {
            return Optional.empty();
        }
        Set<String> names = new TreeSet<>();
        Views views = new Views(catalog);
        servers.forEach(
                server -> names.addAll(views.of(server, ClientCapabilities.NONE).names(kind)));
        return Optional.of(names);
    }

    /** Why nothing can ever have a name like this, by the prefixes alone. */
    Optional<String> impossible(Primitive kind, String pattern) {
        Set<String> heads = heads();
        String fixed = fixed(pattern);
        boolean isPossible = heads.isEmpty()
                || heads.stream().anyMatch(head -> fixed.startsWith(head) || head.startsWith(fixed))
                || (kind == Primitive.TOOL && isOfFacade(pattern));
        return isPossible
                ? Optional.empty()
                : Optional.of("no " + word(kind) + " can be named `" + pattern + "`: names begin with "
                        + heads.stream().map(head -> "`" + head + "`").collect(Collectors.joining(", "))
                        + Nearest.hint(fixed.substring(0, fixed.indexOf('_') + 1), heads));
    }

    /** What public names begin with, an empty one where an upstream keeps its own names. */
    private Set<String> heads() {
        return servers.stream()
                .flatMap(server -> server.publications().stream())
                .map(Publication::prefix)
                .map(prefix -> prefix.isEmpty() ? "" : prefix + "_")
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private boolean isOfFacade(String pattern) {
        return servers.stream().anyMatch(server -> !server.facade().equals(ResearchFacade.NONE))
                && (pattern.equals("search") || pattern.equals("fetch"));
    }

    /** What stands before the first wildcard. */
    static String fixed(String pattern) {
        int end = 0;
        while (end < pattern.length() && pattern.charAt(end) != '*' && pattern.charAt(end) != '?') {
            end++;
        }
        return pattern.substring(0, end);
    }

    static String word(Primitive kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
