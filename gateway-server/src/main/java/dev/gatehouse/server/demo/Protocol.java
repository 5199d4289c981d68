package dev.gatehouse.server.demo;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.mcp.ProtocolVersion;
import java.util.Optional;

/**
 * MCP on stdio: 2026-07-28, where every request names its revision, and the revisions before it, where a session begins
 * with {@code initialize}. A request that carries the modern {@code _meta} is modern, whatever came before.
 */
final class Protocol {
    static final String META_VERSION = "io.modelcontextprotocol/protocolVersion";
    static final String META_CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";

    private final Tools tools;
    private final Waits waits;
    private final Outgoing out;
    private boolean initialized;

    Protocol(Tools tools, Waits waits, Outgoing out) {
        this.tools = tools;
        this.waits = waits;
        this.out = out;
    }

    void accept(Lines.Line line) {
        switch (line) {
            case Lines.Line.TooLong _ -> refuse(Json.NULL, RpcError.TOO_LONG);
            case Lines.Line.Whole whole -> {
                try {
                    message(Json.read(whole.bytes()));
                } catch (JsonSyntaxException e) {
                    refuse(Json.NULL, RpcError.notJson(e.reason() + " at byte " + e.offset()));
                }
            }
        }
    }

    private void message(Json message) {
        Json id = message.member("id").orElse(Json.NULL);
        Optional<String> method = message.text("method");
        if (!message.isObject() || (method.isEmpty() && !isResponse(message))) {
            refuse(id.isString() || id.integer().isPresent() ? id : Json.NULL, RpcError.NO_REQUEST);
        } else if (method.isPresent() && message.member("id").isEmpty()) {
            notification(method.get(), params(message));
        } else if (method.isPresent()) {
            request(id, method.get(), params(message));
        }
    }

    private void notification(String method, Json params) {
        if (method.equals("notifications/cancelled")) {
            params.member("requestId").ifPresent(waits::cancel);
        }
    }

    private void request(Json id, String method, Json params) {
        if (!id.isString() && id.integer().isEmpty()) {
            refuse(Json.NULL, RpcError.NO_REQUEST);
            return;
        }
        Optional<Json> meta = params.member("_meta")
                .filter(found -> found.member(META_VERSION).isPresent());
        if (meta.isPresent() || method.equals("server/discover")) {
            modern(id, method, params, meta.orElse(Json.EMPTY_OBJECT));
        } else {
            legacy(id, method, params);
        }
    }

    private void modern(Json id, String method, Json params, Json meta) {
        Optional<RpcError> fault = Envelope.check(meta);
        if (fault.isPresent()) {
            refuse(id, fault.get());
            return;
        }
        switch (method) {
            case "server/discover" -> answer(id, Envelope.cacheable(Replies.discover()), true);
            case "tools/list" -> answer(id, Envelope.cacheable(Replies.tools()), true);
            case "tools/call" -> call(id, params, true);
            default -> refuse(id, RpcError.NO_METHOD);
        }
    }

    private void legacy(Json id, String method, Json params) {
        if (method.equals("initialize")) {
            initialized = true;
            answer(id, Replies.initialize(params), false);
        } else if (method.equals("ping")) {
            answer(id, Json.EMPTY_OBJECT, false);
        } else if (!initialized) {
            refuse(id, RpcError.NOT_INITIALIZED);
        } else {
            switch (method) {
                case "tools/list" -> answer(id, Replies.tools(), false);
                case "tools/call" -> call(id, params, false);
                default -> refuse(id, RpcError.NO_METHOD);
            }
        }
    }

    private void call(Json id, Json params, boolean modern) {
        String name = params.text("name").orElse("");
        switch (tools.call(name, params.member("arguments").orElse(Json.EMPTY_OBJECT))) {
            case Tools.Outcome.Now now -> answer(id, now.result(), modern);
            case Tools.Outcome.NoSuchTool _ -> refuse(id, RpcError.NO_TOOL);
            case Tools.Outcome.Later later -> {
                if (!waits.start(id, later.after(), () -> answer(id, later.result(), modern))) {
                    answer(id, Results.mistake("Too many calls wait already."), modern);
                }
            }
        }
    }

    private void answer(Json id, Json result, boolean modern) {
        Json shown = modern ? Envelope.complete(result) : result;
        out.send(Json.object()
                .put("jsonrpc", "2.0")
                .put("id", id)
                .put("result", shown)
                .build());
    }

    private void refuse(Json id, RpcError error) {
        out.send(Json.object()
                .put("jsonrpc", "2.0")
                .put("id", id)
                .put("error", error.json())
                .build());
    }

    private static Json params(Json message) {
        return message.member("params").orElse(Json.EMPTY_OBJECT);
    }

    /** This server asks nothing, so an answer is a mistake of the peer's; answering it would begin a quarrel. */
    private static boolean isResponse(Json message) {
        return message.member("result").isPresent() || message.member("error").isPresent();
    }

    static boolean speaksLegacy(String version) {
        return ProtocolVersion.ofWireName(version)
                .filter(known -> !known.isModern())
                .isPresent();
    }
}
