package dev.gatehouse.auth.authorize;

import dev.gatehouse.auth.people.Person;
import dev.gatehouse.auth.token.Targets;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.revision.Bundle;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.revision.VirtualServer;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One thing a person can let a client do: use a virtual server, under a bundle.
 *
 * @param bundle empty where only one grants it: then the file decides, also after it was changed
 */
record Option(VirtualServer server, Optional<BundleName> bundle) {

    /** As a form carries it. */
    String value() {
        return server.name() + bundle.map(name -> "/" + name).orElse("");
    }

    ServerName name() {
        return server.name();
    }

    /** All that this person has, at the server asked for or, where none was, at any. In file order for each server. */
    static List<Option> of(
            Revision revision, String issuer, Person person, String clientId, Optional<String> resource) {
        Principal principal =
                person.principal(issuer, clientId, Set.of(), Optional.empty(), Optional.empty(), Instant.MAX);
        Stream<VirtualServer> servers = resource.isPresent()
                ? Targets.find(revision, resource.get()).stream()
                : revision.servers().values().stream().sorted(Comparator.comparing(VirtualServer::name));
        return servers.flatMap(server -> at(server, revision.granting(principal, server.name())))
                .toList();
    }

    private static Stream<Option> at(VirtualServer server, List<Bundle> bundles) {
        return bundles.size() == 1
                ? Stream.of(new Option(server, Optional.empty()))
                : bundles.stream().map(bundle -> new Option(server, Optional.of(bundle.name())));
    }
}
