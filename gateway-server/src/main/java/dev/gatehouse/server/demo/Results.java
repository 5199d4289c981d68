package dev.gatehouse.server.demo;

import dev.gatehouse.core.json.Json;

/** The two shapes of a tool's result. */
final class Results {
    private Results() {}

    static Json text(String text) {
        return Json.object().put("content", content(text)).build();
    }

    /** The same value twice: for programs, and as text for clients that know no structured content. */
    static Json structured(Json value) {
        return Json.object()
                .put("content", content(value.toString()))
                .put("structuredContent", value)
                .build();
    }

    /** A mistake in the arguments is told to the model, which can do better (MCP 2025-11-25, tools). */
    static Json mistake(String text) {
        return Json.object().put("content", content(text)).put("isError", true).build();
    }

    private static Json content(String text) {
        return Json.array()
                .add(Json.object().put("type", "text").put("text", text).build())
                .build();
    }
}
