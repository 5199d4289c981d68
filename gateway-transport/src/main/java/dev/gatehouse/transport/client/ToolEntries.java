package dev.gatehouse.transport.client;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.ParamHeaders;
import dev.gatehouse.transport.client.rpc.Printable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the entries of a listing: one that is wrong or too large is left out with a note, the others stay. */
final class ToolEntries {
    static final int NAME_CHARS_MAX = 128;
    static final int DESCRIPTION_MAX_BYTES = 8 << 10;
    static final int SCHEMA_MAX_BYTES = 64 << 10;
    static final int ENTRY_MAX_BYTES = 256 << 10;
    static final int NOTES_MAX = 20;

    private ToolEntries() {}

    static ToolPages.Outcome.Fetched read(List<Json> entries, int toolsMax) {
        List<Definition> tools = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Json entry : entries) {
            String name = entry.text("name").orElse("");
            Optional<String> fault = tools.size() >= toolsMax ? Optional.of("over the limit") : fault(entry, name);
            if (fault.isEmpty() && !names.add(name)) {
                fault = Optional.of("the name is taken");
            }
            if (fault.isEmpty()) {
                tools.add(Definition.tool(name, entry));
            } else if (notes.size() < NOTES_MAX) {
                notes.add("tool \"" + Printable.of(name, NAME_CHARS_MAX) + "\" is left out: " + fault.get());
            }
        }
        return new ToolPages.Outcome.Fetched(List.copyOf(tools), List.copyOf(notes));
    }

    private static Optional<String> fault(Json entry, String name) {
        if (!isName(name)) {
            return Optional.of("no usable name");
        }
        Optional<Json> schema = entry.member("inputSchema").filter(Json::isObject);
        if (schema.isEmpty()) {
            return Optional.of("no input schema");
        }
        if (isOver(entry.member("description"), DESCRIPTION_MAX_BYTES)) {
            return Optional.of("description over " + DESCRIPTION_MAX_BYTES + " bytes");
        }
        if (isOver(schema, SCHEMA_MAX_BYTES) || isOver(entry.member("outputSchema"), SCHEMA_MAX_BYTES)) {
            return Optional.of("schema over " + SCHEMA_MAX_BYTES + " bytes");
        }
        if (entry.length() > ENTRY_MAX_BYTES) {
            return Optional.of("entry over " + ENTRY_MAX_BYTES + " bytes");
        }
        // Also of a stdio server, whose clients may overlook it: ours speak HTTP, and must drop the tool (2026-07-28,
        // basic/transports/streamable-http).
        return ParamHeaders.of(schema.get()).isEmpty()
                ? Optional.of("an x-mcp-header annotation is wrong")
                : Optional.empty();
    }

    private static boolean isName(String name) {
        return !name.isBlank()
                && name.length() <= NAME_CHARS_MAX
                && Printable.of(name, NAME_CHARS_MAX).equals(name);
    }

    private static boolean isOver(Optional<Json> value, int bytesMax) {
        return value.filter(json -> json.length() > bytesMax).isPresent();
    }
}
