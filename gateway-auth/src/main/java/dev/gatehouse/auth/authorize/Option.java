package dev.gatehouse.auth.authorize;

import dev.gatehouse.auth.people.Person;
import dev.gatehouse.auth.token.Target;
import dev.gatehouse.auth.token.Targets;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
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
 * One thing a person can let a client do: use a virtual server under a bundle, or administer.
 *
 * @param bundle empty where only one grants it: then the file decides, also after it was changed
 */
record Option(Target target, Optional<BundleName> bundle) {

    /** As a form carries it. */
    String value() {
        return name() + bundle.map(bundle -> "/" + bundle).orElse("");
    }

    String name() {
        return target.name();
    }

    /** All that this person has, at the server asked for or, where none was, at any. In file order for each server. */
    static List<Option> of(
            Revision revision, String issuer, Person person, String clientId, Optional<String> resource) {
        Principal principal =
                person.principal(issuer, clientId, Set.of(), Optional.empty(), Optional.empty(), Instant.MAX);
        Stream<Target> targets = resource.isPresent()
                ? Targets.find(revision, resource.get()).stream()
                : revision.servers().values().stream()
                        .sorted(Comparator.comparing(VirtualServer::name))
                        .map(Target.Server::new);
        return targets.flatMap(target -> switch (target) {
                    case Target.AdminApi _ -> Stream.of(new Option(target, Optional.empty()));
                    case Target.Server(var server) -> at(target, revision.granting(principal, server.name()));
                })
                .toList();
    }

    private static Stream<Option> at(Target target, List<Bundle> bundles) {
        return bundles.size() == 1
                ? Stream.of(new Option(target, Optional.empty()))
                : bundles.stream().map(bundle -> new Option(target, Optional.of(bundle.name())));
    }
}
