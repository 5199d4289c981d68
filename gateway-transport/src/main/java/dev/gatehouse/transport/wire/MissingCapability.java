package dev.gatehouse.transport.wire;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.Reply;
import java.util.ArrayList;
import java.util.List;

/**
 * An upstream's complaint that a capability was not declared to it (2026-07-28 basic/index "Per-request protocol
 * fields"). It is about the gateway's request; whether it is true of the client's as well is told apart here.
 */
record MissingCapability(Json required) {
    /** What the error of 2025-11-25 says to who cannot be sent to a URL (client/elicitation). */
    static final MissingCapability TO_VISIT_URLS = new MissingCapability(Json.object()
            .put("elicitation", Json.object().put("url", Json.EMPTY_OBJECT).build())
            .build());

    private static final List<String> CORE = List.of("elicitation", "sampling", "roots");

    static final String MESSAGE = "A capability that this request needs was not declared";

    static MissingCapability of(Reply.UpstreamError error) {
        return new MissingCapability(error.data()
                .flatMap(data -> data.member("requiredCapabilities"))
                .filter(Json::isObject)
                .orElse(Json.EMPTY_OBJECT));
    }

    /** Whether the client lacks it too: then it can do something about it. */
    boolean isLackedBy(ClientCapabilities client) {
        ClientCapabilities wanted = ClientCapabilities.of(required);
        return (wanted.elicitationForm() && !client.elicitationForm())
                || (wanted.elicitationUrl() && !client.elicitationUrl())
                || (wanted.sampling() && !client.sampling())
                || (wanted.samplingTools() && !client.samplingTools())
                || (wanted.roots() && !client.roots())
                || (wanted.tasks() && !client.tasks());
    }

    /** {@code data} for the client, with nothing in it that the gateway does not know. */
    Json data() {
        var known = Json.object();
        for (String capability : CORE) {
            known.putJsonIf(capability, required.member(capability));
        }
        if (ClientCapabilities.of(required).tasks()) {
            known.put(
                    "extensions",
                    Json.object()
                            .put(ClientCapabilities.TASKS_EXTENSION, Json.EMPTY_OBJECT)
                            .build());
        }
        return Json.object().put("requiredCapabilities", known.build()).build();
    }

    /** For results and errors that only have words. */
    String told() {
        List<String> known = new ArrayList<>(CORE);
        known.removeIf(capability -> required.member(capability).isEmpty());
        if (ClientCapabilities.of(required).elicitationUrl()) {
            known.add("visits to URLs (elicitation.url)");
        }
        if (ClientCapabilities.of(required).tasks()) {
            known.add("tasks");
        }
        return known.isEmpty()
                ? "The upstream needs something of the client that cannot be carried to it."
                : "The upstream needs a client that offers: " + String.join(", ", known) + ".";
    }
}
