package dev.gatehouse.transport.wire;

import dev.gatehouse.core.json.ArrayWriter;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.ListPage;
import dev.gatehouse.core.mcp.McpRequest;
import dev.gatehouse.core.mcp.ProtocolVersion;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Makes canonical results fit for clients of an earlier revision. */
final class LegacyFit {
    private final OldFields fields;

    LegacyFit(OldFields fields) {
        this.fields = fields;
    }

    Json result(McpRequest request, Json canonical) {
        Json bare = canonical.without("resultType", "ttlMs", "cacheScope");
        ProtocolVersion version = request.meta().version();
        return switch (request) {
            case McpRequest.ToolCall _ -> content(LegacyStructure.result(bare, version), version);
            case McpRequest.PromptGet _ -> isFine(version) ? bare : ContentBlocks.inMessages(bare, version, fields);
            case McpRequest.ResourceRead _ -> contents(bare, version);
            default -> bare;
        };
    }

    /** Made once for each revision, and kept with the page. */
    Json list(ListPage page, ProtocolVersion version) {
        return page.as(new LegacyList(page.kind(), version, fields));
    }

    /** The tasks extension speaks 2026-07-28 only. */
    static Json capabilities(Json discovered) {
        Json all = discovered.member("capabilities").orElse(Json.EMPTY_OBJECT);
        Optional<Json> extensions = all.member("extensions");
        if (extensions.isEmpty()) {
            return all;
        }
        Json known = extensions.get().without(ClientCapabilities.TASKS_EXTENSION);
        return known.equals(Json.EMPTY_OBJECT) ? all.without("extensions") : all.with("extensions", known);
    }

    private Json content(Json result, ProtocolVersion version) {
        return isFine(version) ? result : ContentBlocks.inResult(result, version, fields);
    }

    private Json contents(Json result, ProtocolVersion version) {
        return fields.keepsAll(version)
                ? result
                : each(result, "contents", entry -> fields.known(version, OldFields.Place.CONTENTS, entry));
    }

    /** Results whose every member and block the revision knows, or passes over, stay as they are. */
    private boolean isFine(ProtocolVersion version) {
        return fields.keepsAll(version) && version.compareTo(ProtocolVersion.V2025_06_18) >= 0;
    }

    /** The result with each element of one of its arrays changed; the result itself when none is. */
    static Json each(Json result, String member, UnaryOperator<Json> change) {
        Optional<Json> array = result.member(member).filter(Json::isArray);
        if (array.isEmpty()) {
            return result;
        }
        ArrayWriter changed = Json.array();
        boolean same = true;
        for (Json element : array.get().elements()) {
            Json fit = change.apply(element);
            same &= fit.equals(element);
            changed.add(fit);
        }
        return same ? result : result.with(member, changed.build());
    }
}
