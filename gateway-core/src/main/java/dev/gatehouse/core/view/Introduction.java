package dev.gatehouse.core.view;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.pin.PinGuard;
import dev.gatehouse.core.revision.Publication;
import dev.gatehouse.core.revision.VirtualServer;
import dev.gatehouse.core.upstream.Catalog;
import dev.gatehouse.core.upstream.Listing;
import dev.gatehouse.core.upstream.Offering;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What a virtual server says of itself: the union of what its upstreams can do, as far as the gateway carries it.
 *
 * @param capabilities without anything of an era
 * @param instructions the server's own first, then a section of each upstream; empty when there are none
 */
public record Introduction(Json capabilities, String instructions) {
    /** Characters of instructions in all; what is beyond is cut. */
    static final int INSTRUCTIONS_CHARS_MAX = 8 * 1024;
    /** What upstreams say of these is passed on; the first works through a gateway that does not know it. */
    private static final List<String> CARRIED_EXTENSIONS =
            List.of("io.modelcontextprotocol/ui", ClientCapabilities.TASKS_EXTENSION);

    /** Of an upstream that was never reached: a legacy client is told once, and would never ask for what comes later. */
    private static final Offering ANYTHING = new Offering(
            Map.of(),
            Json.object()
                    .put("prompts", Json.EMPTY_OBJECT)
                    .put("resources", Json.object().put("subscribe", true).build())
                    .put("completions", Json.EMPTY_OBJECT)
                    .put("logging", Json.EMPTY_OBJECT)
                    .build(),
            "");

    private record Section(UpstreamId upstream, String instructions) {}

    /** All there is to say, before it is asked what of it may be said. */
    record Draft(Introduction whole, VirtualServer server, List<Section> sections) {

        static Draft of(VirtualServer server, Catalog catalog) {
            List<Offering> offerings = new ArrayList<>();
            List<Section> sections = new ArrayList<>();
            for (Publication publication : server.publications()) {
                Listing listing = catalog.listing(publication.upstream());
                Offering offering = listing.isUnseen() ? ANYTHING : listing.offering();
                offerings.add(offering);
                if (!offering.instructions().isBlank()) {
                    sections.add(new Section(publication.upstream(), offering.instructions()));
                }
            }
            return new Draft(
                    new Introduction(Introduction.capabilities(offerings), text(server, sections)), server, sections);
        }

        Introduction through(PinGuard guard) {
            List<Section> admitted = sections.stream()
                    .filter(section -> guard.admits(section.upstream(), section.instructions()))
                    .toList();
            return admitted.size() == sections.size()
                    ? whole
                    : new Introduction(whole.capabilities(), text(server, admitted));
        }
    }

    private static String text(VirtualServer server, List<Section> sections) {
        StringBuilder text = new StringBuilder(server.instructions());
        for (Section section : sections) {
            text.append(text.isEmpty() ? "" : "\n\n");
            text.append("# ").append(section.upstream()).append('\n');
            text.append(section.instructions().strip());
        }
        return cut(text.toString());
    }

    /** For those whom no bundle grants anything: nothing of what stands behind the server. */
    public static Introduction blank(VirtualServer server) {
        return new Introduction(capabilities(List.of()), cut(server.instructions()));
    }

    /** Whether lists of this kind are part of the server. */
    public boolean has(Primitive kind) {
        return capabilities
                .member(kind == Primitive.TEMPLATE ? Primitive.RESOURCE.listMember() : kind.listMember())
                .isPresent();
    }

    /** Whether an upstream of the server has this extension and the gateway carries it. */
    public boolean carries(String extension) {
        return capabilities
                .member("extensions")
                .flatMap(extensions -> extensions.member(extension))
                .isPresent();
    }

    static boolean offersResources(Offering offering) {
        return offers(offering, "resources")
                || !offering.of(Primitive.RESOURCE).isEmpty()
                || !offering.of(Primitive.TEMPLATE).isEmpty();
    }

    private static Json capabilities(List<Offering> offerings) {
        Json changes = Json.object().put("listChanged", true).build();
        ObjectWriter all = Json.object().put("tools", changes);
        if (any(
                offerings,
                offering -> offers(offering, "prompts")
                        || !offering.of(Primitive.PROMPT).isEmpty())) {
            all.put("prompts", changes);
        }
        if (any(offerings, Introduction::offersResources)) {
            all.put(
                    "resources",
                    any(offerings, Introduction::offersSubscribe) ? changes.with("subscribe", Json.of(true)) : changes);
        }
        for (String plain : List.of("completions", "logging")) {
            if (any(offerings, offering -> offers(offering, plain))) {
                all.put(plain, Json.EMPTY_OBJECT);
            }
        }
        return extensions(offerings, all).build();
    }

    private static ObjectWriter extensions(List<Offering> offerings, ObjectWriter all) {
        ObjectWriter carried = Json.object();
        boolean any = false;
        for (String extension : CARRIED_EXTENSIONS) {
            if (any(
                    offerings,
                    offering -> offering.capabilities()
                            .member("extensions")
                            .flatMap(json -> json.member(extension))
                            .isPresent())) {
                carried.put(extension, Json.EMPTY_OBJECT);
                any = true;
            }
        }
        return any ? all.put("extensions", carried.build()) : all;
    }

    private static boolean offersSubscribe(Offering offering) {
        return offering.capabilities()
                .member("resources")
                .flatMap(resources -> resources.member("subscribe"))
                .flatMap(Json::bool)
                .orElse(false);
    }

    private static boolean offers(Offering offering, String capability) {
        return offering.capabilities().member(capability).isPresent();
    }

    private static boolean any(List<Offering> offerings, Predicate<Offering> test) {
        return offerings.stream().anyMatch(test);
    }

    private static String cut(String text) {
        return text.length() <= INSTRUCTIONS_CHARS_MAX ? text : text.substring(0, INSTRUCTIONS_CHARS_MAX);
    }
}
