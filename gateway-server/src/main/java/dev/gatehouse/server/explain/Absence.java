package dev.gatehouse.server.explain;

import dev.gatehouse.core.identity.Nearest;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.revision.Publication;
import dev.gatehouse.core.revision.VirtualServer;
import dev.gatehouse.core.upstream.Catalog;
import dev.gatehouse.core.upstream.Listing;
import dev.gatehouse.core.view.ServerView;
import java.util.ArrayList;
import java.util.List;

/** Why a virtual server has no tool of a name. */
final class Absence {
    private final VirtualServer server;
    private final Catalog catalog;
    private final ServerView view;

    Absence(VirtualServer server, Catalog catalog, ServerView view) {
        this.server = server;
        this.catalog = catalog;
        this.view = view;
    }

    Explained told(Telling telling, String tool) {
        List<String> reasons = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        int offered = 0;
        for (Publication publication : server.publications()) {
            Listing listing = catalog.listing(publication.upstream());
            if (listing.isUnseen()) {
                unknown.add("what " + publication.upstream() + " offers is not known: " + listing.detail());
            }
            for (Definition definition : listing.of(Primitive.TOOL)) {
                if (publication.publicName(definition).equals(tool)) {
                    offered++;
                    reasons.add(why(publication, definition));
                }
            }
        }
        if (offered > 1) {
            reasons.add("more than one upstream offers a tool of this name, so none is published");
        }
        return telling.missing(
                reasons.isEmpty() ? nobody(tool) : String.join("; ", reasons), unknown.toArray(String[]::new));
    }

    private String why(Publication publication, Definition definition) {
        String place = "virtualServers." + server.name() + ".upstreams." + publication.upstream();
        return publication.admits(definition)
                ? publication.upstream() + " offers it"
                : place + ".tools keeps " + definition.name() + " back";
    }

    private String nobody(String tool) {
        return "no upstream of " + server.name() + " offers a tool that is published by this name"
                + Nearest.hint(tool, view.names(Primitive.TOOL));
    }
}
