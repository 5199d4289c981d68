package dev.gatehouse.server.config;

import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.NameFilter;
import dev.gatehouse.core.revision.Publication;
import dev.gatehouse.core.revision.ResearchFacade;
import dev.gatehouse.core.revision.ToolOverride;
import dev.gatehouse.server.config.VirtualServerConfig.ChoiceConfig;
import dev.gatehouse.server.config.VirtualServerConfig.FacadeConfig;
import dev.gatehouse.server.config.VirtualServerConfig.FetchConfig;
import dev.gatehouse.server.config.VirtualServerConfig.Naming;
import dev.gatehouse.server.config.VirtualServerConfig.OverrideConfig;
import dev.gatehouse.server.config.VirtualServerConfig.SearchConfig;
import dev.gatehouse.server.config.VirtualServerConfig.ShareConfig;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Makes what a virtual server publishes of what the file says of it. */
final class Publications {
    private Publications() {}

    static Publication publication(String upstream, ShareConfig share, Naming names) {
        String prefix = names == Naming.ORIGINAL ? "" : share.prefix().orElse(upstream);
        Map<String, ToolOverride> overrides = new HashMap<>();
        share.overrides().forEach((tool, said) -> overrides.put(tool, override(said)));
        return new Publication(new UpstreamId(upstream), prefix, filters(share), overrides);
    }

    /** Who narrows the tools did not mean to publish the rest of the upstream, unless that is said too. */
    private static Map<Primitive, NameFilter> filters(ShareConfig share) {
        Map<Primitive, NameFilter> filters = new EnumMap<>(Primitive.class);
        boolean narrowed = share.tools().isNarrowed();
        filters.put(Primitive.TOOL, filter(share.tools()));
        if (!narrowed || share.prompts().isNarrowed()) {
            filters.put(Primitive.PROMPT, filter(share.prompts()));
        }
        if (!narrowed || share.resources().isNarrowed()) {
            filters.put(Primitive.RESOURCE, filter(share.resources()));
            filters.put(Primitive.TEMPLATE, filter(share.resources()));
        }
        return filters;
    }

    private static NameFilter filter(ChoiceConfig choice) {
        return new NameFilter(choice.allow().orElse(NameFilter.ALL.allow()), choice.deny());
    }

    static ResearchFacade facade(FacadeConfig facade) {
        return new ResearchFacade(
                facade.search().map(Publications::search), facade.fetch().map(Publications::fetch));
    }

    private static ResearchFacade.Search search(SearchConfig said) {
        return new ResearchFacade.Search(
                new UpstreamId(said.upstream()),
                said.tool(),
                said.argument(),
                said.results(),
                new ResearchFacade.Places(said.id(), said.title(), said.url()));
    }

    private static ResearchFacade.Fetch fetch(FetchConfig said) {
        return new ResearchFacade.Fetch(
                new UpstreamId(said.upstream()),
                said.tool(),
                said.argument(),
                new ResearchFacade.Places(said.id(), said.title(), said.url()),
                said.text());
    }

    private static ToolOverride override(OverrideConfig said) {
        Map<String, Boolean> hints = new HashMap<>();
        hint(hints, "readOnlyHint", said.readOnlyHint());
        hint(hints, "destructiveHint", said.destructiveHint());
        hint(hints, "idempotentHint", said.idempotentHint());
        hint(hints, "openWorldHint", said.openWorldHint());
        return new ToolOverride(said.title(), said.description(), hints);
    }

    private static void hint(Map<String, Boolean> hints, String name, Optional<Boolean> value) {
        value.ifPresent(present -> hints.put(name, present));
    }
}
