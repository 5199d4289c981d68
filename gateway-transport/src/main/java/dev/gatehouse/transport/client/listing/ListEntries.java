package dev.gatehouse.transport.client.listing;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.McpRequest;
import dev.gatehouse.core.mcp.ParamHeaders;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.transport.client.rpc.Printable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads the entries of a list: one that is wrong or too large is left out with a note, the others stay. */
final class ListEntries {
    static final int NAME_CHARS_MAX = 128;
    static final int DESCRIPTION_MAX_BYTES = 8 << 10;
    static final int SCHEMA_MAX_BYTES = 64 << 10;
    static final int ENTRY_MAX_BYTES = 256 << 10;
    static final int NOTES_MAX = 20;

    private final Primitive kind;

    ListEntries(Primitive kind) {
        this.kind = kind;
    }

    ListPages.Outcome.Fetched read(List<Json> entries, int entriesMax) {
        List<Definition> good = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Json entry : entries) {
            String name = entry.text(kind.key()).orElse("");
            Optional<String> fault = good.size() >= entriesMax ? Optional.of("over the limit") : fault(entry, name);
            if (fault.isEmpty() && !names.add(name)) {
                fault = Optional.of("the name is taken");
            }
            if (fault.isEmpty()) {
                good.add(new Definition(kind, name, entry));
            } else if (notes.size() < NOTES_MAX) {
                notes.add(note(name, fault.get()));
            }
        }
        return new ListPages.Outcome.Fetched(List.copyOf(good), List.copyOf(notes));
    }

    private String note(String name, String fault) {
        return kind.name().toLowerCase(Locale.ROOT) + " \"" + Printable.of(name, NAME_CHARS_MAX) + "\" is left out: "
                + fault;
    }

    private Optional<String> fault(Json entry, String name) {
        if (!isName(name)) {
            return Optional.of("no usable " + kind.key());
        }
        if (isOver(entry.member("description"), DESCRIPTION_MAX_BYTES)) {
            return Optional.of("description over " + DESCRIPTION_MAX_BYTES + " bytes");
        }
        if (entry.length() > ENTRY_MAX_BYTES) {
            return Optional.of("entry over " + ENTRY_MAX_BYTES + " bytes");
        }
        return kind == Primitive.TOOL ? toolFault(entry) : Optional.empty();
    }

    private Optional<String> toolFault(Json entry) {
        Optional<Json> schema = entry.member("inputSchema").filter(Json::isObject);
        if (schema.isEmpty()) {
            return Optional.of("no input schema");
        }
        if (isOver(schema, SCHEMA_MAX_BYTES) || isOver(entry.member("outputSchema"), SCHEMA_MAX_BYTES)) {
            return Optional.of("schema over " + SCHEMA_MAX_BYTES + " bytes");
        }
        // Also of a stdio server, whose clients may overlook it: ours speak HTTP, and must drop the tool (2026-07-28,
        // basic/transports/streamable-http).
        return ParamHeaders.of(schema.get()).isEmpty()
                ? Optional.of("an x-mcp-header annotation is wrong")
                : Optional.empty();
    }

    private boolean isName(String name) {
        int charsMax = switch (kind) {
            case TOOL, PROMPT -> NAME_CHARS_MAX;
            case RESOURCE, TEMPLATE -> McpRequest.URI_CHARS_MAX;
        };
        return !name.isBlank()
                && name.length() <= charsMax
                && Printable.of(name, charsMax).equals(name);
    }

    private static boolean isOver(Optional<Json> value, int bytesMax) {
        return value.filter(json -> json.length() > bytesMax).isPresent();
    }
}
