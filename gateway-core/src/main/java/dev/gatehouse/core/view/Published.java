package dev.gatehouse.core.view;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.ParamHeaders;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.policy.ListFacts;
import dev.gatehouse.core.policy.PolicyPipeline;
import dev.gatehouse.core.policy.Target;
import dev.gatehouse.core.revision.Publication;
import java.util.Optional;

/**
 * An entry of a virtual server: where it leads, the upstream's definition, and the definition under its public name.
 *
 * @param listedAs the same as {@code target}, unless a template led to it
 * @param repeated the arguments that modern clients repeat in headers
 * @param facet what stands between the client's words and the tool's; empty where they are the same
 */
public record Published(
        Target target,
        Target listedAs,
        Definition upstream,
        Definition published,
        ParamHeaders repeated,
        Optional<Facet> facet) {
    private static final String TASK_SUPPORT = "taskSupport";

    /** Empty for a tool whose annotations for headers are wrong, as clients would have to drop it. */
    static Optional<Published> of(Publication publication, Definition definition, UriSpace uris) {
        String publicName = publicName(publication, definition, uris);
        Target target = new Target(definition.kind(), publicName, publication.upstream(), definition.name());
        Definition said = publication.published(definition, publicName);
        ShownUris shown = new ShownUris(uri -> uris.publicUri(publication.upstream(), uri));
        Definition published =
                new Definition(said.kind(), publicName, SeenWords.of(shown.inMeta(withoutCoreTasks(said))));
        return definition
                .repeated()
                .map(headers -> new Published(target, target, definition, published, headers, Optional.empty()));
    }

    /** Core tasks of 2025-11-25 lead nowhere here, so no tool says that it has them. */
    private static Json withoutCoreTasks(Definition said) {
        Optional<Json> execution = said.json()
                .member("execution")
                .filter(json -> json.member(TASK_SUPPORT).isPresent());
        if (said.kind() != Primitive.TOOL || execution.isEmpty()) {
            return said.json();
        }
        Json rest = execution.get().without(TASK_SUPPORT);
        return rest.equals(Json.EMPTY_OBJECT)
                ? said.json().without("execution")
                : said.json().with("execution", rest);
    }

    /** The same tool in other words; policies judge it under its own name. */
    Published behind(Facet front) {
        return new Published(
                target, listedAs, upstream, front.definition(upstream), ParamHeaders.NONE, Optional.of(front));
    }

    /** A resource that no list names, found by what led to it. */
    static Published unlisted(UriSpace.Matched found, String publicUri, String listedAs) {
        Target target = new Target(Primitive.RESOURCE, publicUri, found.upstream(), found.upstreamUri());
        Definition definition = found.definition();
        Target led = definition.kind() == Primitive.TEMPLATE
                ? new Target(Primitive.TEMPLATE, listedAs, found.upstream(), definition.name())
                : target;
        return new Published(target, led, definition, definition, ParamHeaders.NONE, Optional.empty());
    }

    /** Whether these policies let somebody know of it, and of what led to it. */
    public boolean isShown(PolicyPipeline policy, ListFacts facts) {
        return policy.admitsTo(facts, target, upstream)
                && (listedAs.equals(target) || policy.admitsTo(facts, listedAs, upstream));
    }

    /** What the upstream is given for what the client gave; empty when that lacks what is needed. */
    public Optional<Json> arguments(Json given) {
        return facet.isEmpty() ? Optional.of(given) : facet.get().arguments(given);
    }

    /** The upstream's result as the client expects it. */
    public Json shown(Json given, Json result) {
        return facet.isEmpty() ? result : facet.get().result(given, result);
    }

    private static String publicName(Publication publication, Definition definition, UriSpace uris) {
        return switch (definition.kind()) {
            case TOOL, PROMPT -> publication.publicName(definition);
            case RESOURCE -> uris.publicUri(publication.upstream(), definition.name());
            case TEMPLATE -> uris.publicTemplate(publication.upstream(), definition.name());
        };
    }
}
