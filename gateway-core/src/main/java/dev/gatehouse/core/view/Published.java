package dev.gatehouse.core.view;

import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.ParamHeaders;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.policy.ListFacts;
import dev.gatehouse.core.policy.PolicyPipeline;
import dev.gatehouse.core.policy.Target;
import dev.gatehouse.core.revision.Publication;

/**
 * An entry of a virtual server: where it leads, the upstream's definition, and the definition under its public name.
 *
 * @param listedAs the same as {@code target}, unless a template led to it
 * @param repeated the arguments that modern clients repeat in headers
 */
public record Published(
        Target target, Target listedAs, Definition upstream, Definition published, ParamHeaders repeated) {

    /** Whether these policies let somebody know of it, and of what led to it. */
    public boolean isShown(PolicyPipeline policy, ListFacts facts) {
        return policy.shows(facts, target, upstream)
                && (listedAs.equals(target) || policy.shows(facts, listedAs, upstream));
    }

    static Published of(Publication publication, Definition definition, UriSpace uris) {
        String publicName = publicName(publication, definition, uris);
        Target target = new Target(definition.kind(), publicName, publication.upstream(), definition.name());
        Definition said = publication.published(definition, publicName);
        ShownUris shown = new ShownUris(uri -> uris.publicUri(publication.upstream(), uri));
        return new Published(
                target,
                target,
                definition,
                new Definition(said.kind(), publicName, shown.inMeta(said.json())),
                ParamHeaders.of(definition.inputSchema()).orElse(ParamHeaders.NONE));
    }

    /** A resource that no list names, found by what led to it. */
    static Published unlisted(UriSpace.Matched found, String publicUri, String listedAs) {
        Target target = new Target(Primitive.RESOURCE, publicUri, found.upstream(), found.upstreamUri());
        Definition definition = found.definition();
        Target led = definition.kind() == Primitive.TEMPLATE
                ? new Target(Primitive.TEMPLATE, listedAs, found.upstream(), definition.name())
                : target;
        return new Published(target, led, definition, definition, ParamHeaders.NONE);
    }

    private static String publicName(Publication publication, Definition definition, UriSpace uris) {
        return switch (definition.kind()) {
            case TOOL, PROMPT -> publication.publicName(definition);
            case RESOURCE -> uris.publicUri(publication.upstream(), definition.name());
            case TEMPLATE -> uris.publicTemplate(publication.upstream(), definition.name());
        };
    }
}
