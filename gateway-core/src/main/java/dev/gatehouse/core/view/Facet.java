package dev.gatehouse.core.view;

import dev.gatehouse.core.json.ArrayWriter;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonPointer;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.json.ObjectWriter;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.revision.ResearchFacade.Fetch;
import dev.gatehouse.core.revision.ResearchFacade.Places;
import dev.gatehouse.core.revision.ResearchFacade.Search;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * One of the two tools of deep research in other words: takes {@code query} or {@code id} and gives the shapes that
 * ChatGPT reads, whatever the tool behind it takes and gives. A result is one text block of JSON and the same again as
 * structured content.
 */
public sealed interface Facet {
    /** Of what one search shows. */
    int RESULTS_MAX = 100;

    /** The public definition, with the words of the tool behind it where it has any. */
    Definition definition(Definition behind);

    /** What the tool behind is called with; empty when the client left its one argument out. */
    Optional<Json> arguments(Json given);

    /** The tool's result in the expected shape; an error result stays as it is. */
    Json result(Json given, Json result);

    static Facet of(Search search) {
        return new Searching(search);
    }

    static Facet of(Fetch fetch) {
        return new Fetching(fetch);
    }

    /** {@code search}. */
    record Searching(Search search) implements Facet {
        @Override
        public Definition definition(Definition behind) {
            return tool("search", "query", "What to look for.", "Searches, and lists what was found.", behind);
        }

        @Override
        public Optional<Json> arguments(Json given) {
            return renamed(given, "query", search.argument());
        }

        @Override
        public Json result(Json given, Json result) {
            if (isError(result)) {
                return result;
            }
            List<Json> found = content(result)
                    .flatMap(value -> value.at(search.results()))
                    .map(Json::elements)
                    .orElse(List.of());
            ArrayWriter entries = Json.array();
            found.stream()
                    .limit(RESULTS_MAX)
                    .forEach(entry -> entries.add(
                            named(entry, search.entry(), Optional.empty()).build()));
            return shaped(Json.object().put("results", entries.build()).build());
        }
    }

    /** {@code fetch}. */
    record Fetching(Fetch fetch) implements Facet {
        @Override
        public Definition definition(Definition behind) {
            return tool("fetch", "id", "The id of a search result.", "Gets the whole of one search result.", behind);
        }

        @Override
        public Optional<Json> arguments(Json given) {
            return renamed(given, "id", fetch.argument());
        }

        @Override
        public Json result(Json given, Json result) {
            if (isError(result)) {
                return result;
            }
            Json document = content(result).orElse(Json.EMPTY_OBJECT);
            String text = string(document, fetch.text()).orElseGet(() -> textOf(result));
            ObjectWriter shaped = named(document, fetch.document(), given.text("id"));
            return shaped(shaped.put("text", text)
                    .putJsonIf("metadata", document.member("metadata").filter(Json::isObject))
                    .build());
        }
    }

    private static Definition tool(
            String name, String argument, String meaning, String description, Definition behind) {
        Json property =
                Json.object().put("type", "string").put("description", meaning).build();
        Json schema = Json.object()
                .put("type", "object")
                .put("properties", Json.object().put(argument, property).build())
                .put("required", Json.ofStrings(List.of(argument)))
                .build();
        ObjectWriter json = Json.object().put("name", name);
        json.putIf("title", behind.json().text("title"));
        json.put("description", behind.json().text("description").orElse(description));
        json.put("inputSchema", schema);
        json.put("annotations", behind.annotations().with("readOnlyHint", Json.of(true)));
        return new Definition(Primitive.TOOL, name, json.build());
    }

    private static Optional<Json> renamed(Json given, String from, String to) {
        return given.member(from)
                .filter(Json::isString)
                .map(value -> Json.object().put(to, value).build());
    }

    private static boolean isError(Json result) {
        return result.member("isError").flatMap(Json::bool).orElse(false);
    }

    /** Structured content, or the first text block where that is JSON. */
    private static Optional<Json> content(Json result) {
        return result.member("structuredContent").or(() -> {
            try {
                return Optional.of(Json.read(textOf(result)));
            } catch (JsonSyntaxException e) {
                return Optional.empty();
            }
        });
    }

    private static String textOf(Json result) {
        return result.member("content").map(Json::elements).orElse(List.of()).stream()
                .flatMap(block -> block.text("text").stream())
                .findFirst()
                .orElse("");
    }

    private static ObjectWriter named(Json entry, Places places, Optional<String> knownId) {
        String id = string(entry, places.id()).or(() -> knownId).orElse("");
        return Json.object()
                .put("id", id)
                .put("title", string(entry, places.title()).orElse(id))
                .put("url", string(entry, places.url()).orElse(id));
    }

    private static Optional<String> string(Json value, JsonPointer place) {
        return value.at(place).flatMap(found -> found.isString() ? found.string() : scalar(found));
    }

    /** Ids are often numbers. */
    private static Optional<String> scalar(Json value) {
        return value.integer().isPresent() ? Optional.of(value.toString()) : Optional.empty();
    }

    private static Json shaped(Json value) {
        Json block = Json.object()
                .put("type", "text")
                .put("text", new String(value.bytes(), StandardCharsets.UTF_8))
                .build();
        return Json.object()
                .put("content", Json.array().add(block).build())
                .put("structuredContent", value)
                .build();
    }
}
