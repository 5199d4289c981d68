package dev.gatehouse.transport.client.rpc;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.Implementation;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.RequestMeta;
import dev.gatehouse.core.policy.Operation;
import java.util.Optional;

/**
 * How requests are worded for an upstream of one revision. A modern request declares what its caller can be asked; to a
 * legacy upstream that was said once, by {@code initialize}.
 */
public record Dialect(ProtocolVersion version, Implementation self) {
    private static final String RESERVED = "io.modelcontextprotocol/";

    /** What a request says besides its arguments, mostly: of the gateway, of its caller, and a name. */
    private static final int PARAMS_BYTES = 512;

    /**
     * The params of the request that a permitted operation is; written from the judged values only.
     *
     * @param state what a modern upstream wants back with the answers to its questions
     */
    public Json of(long id, Operation operation, Optional<String> state) {
        ObjectWriter params = target(operation);
        if (version.isModern()) {
            if (!operation.answers().isEmpty() || operation.verb() == Operation.Verb.UPDATE_TASK) {
                ObjectWriter answers = Json.object();
                operation.answers().forEach(answers::put);
                params.put("inputResponses", answers.build());
            }
            params.putIf("requestState", state);
        }
        RequestMeta caller = operation.meta();
        if (version.isModern()
                || caller.progressToken().isPresent()
                || caller.extra().cursor().next()) {
            params.put(Results.META, meta -> meta(meta, id, caller));
        }
        return params.build();
    }

    /** The params of a request of the gateway's own. */
    public Json own(ObjectWriter params) {
        return own(params, ClientCapabilities.NONE);
    }

    /** The params of {@code subscriptions/listen}; who wants to hear of tasks declares that it knows what they are. */
    public Json listen(Json notifications) {
        boolean tasks = notifications.member(Listening.TASK_IDS).isPresent();
        return own(Json.object().put("notifications", notifications), ClientCapabilities.NONE.withTasks(tasks));
    }

    /** The same on behalf of nobody in particular who declares these; to a legacy upstream that was said before. */
    public Json own(ObjectWriter params, ClientCapabilities declared) {
        if (version.isModern()) {
            params.put(Results.META, meta -> envelope(meta, declared));
        }
        return params.build();
    }

    /** The params of {@code initialize}. */
    public Json initialize(ClientCapabilities declared) {
        return Json.object()
                .put("protocolVersion", version.wireName())
                .put("capabilities", declared.declaredTo(version))
                .put("clientInfo", this::info)
                .build();
    }

    private static ObjectWriter target(Operation operation) {
        String name = operation.target().upstreamName();
        return switch (operation.verb()) {
            case CALL, GET ->
                Json.object(PARAMS_BYTES + operation.arguments().length())
                        .put("name", name)
                        .put("arguments", operation.arguments());
            case READ, SUBSCRIBE -> Json.object().put("uri", name);
            case GET_TASK, UPDATE_TASK, CANCEL_TASK, WATCH_TASK ->
                Json.object().putJsonIf(Operation.TASK_ID, operation.arguments().member(Operation.TASK_ID));
            case COMPLETE -> completion(operation.target().kind(), name, operation.arguments());
        };
    }

    private static ObjectWriter completion(Primitive kind, String name, Json arguments) {
        Json ref = kind == Primitive.PROMPT
                ? Json.object().put("type", "ref/prompt").put("name", name).build()
                : Json.object().put("type", "ref/resource").put("uri", name).build();
        return Json.object()
                .put("ref", ref)
                .putJsonIf("argument", arguments.member("argument"))
                .putJsonIf("context", arguments.member("context"));
    }

    private void meta(ObjectWriter meta, long id, RequestMeta caller) {
        if (version.isModern()) {
            envelope(meta, caller.capabilities());
        }
        // The request's own id serves as its progress token: unique, and the client's token stays ours to give back.
        caller.progressToken().ifPresent(_ -> meta.put("progressToken", id));
        if (version.isModern()) {
            caller.logLevel().ifPresent(level -> meta.put(RESERVED + "logLevel", level.wireName()));
            meta.putIf("traceparent", caller.traceParent());
        }
        caller.extra().members().forEach(meta::put);
    }

    private void envelope(ObjectWriter meta, ClientCapabilities capabilities) {
        meta.put(RESERVED + "protocolVersion", version.wireName())
                .put(RESERVED + "clientInfo", this::info)
                .put(RESERVED + "clientCapabilities", capabilities.declaredTo(version));
    }

    private void info(ObjectWriter info) {
        info.put("name", self.name()).put("version", self.version());
    }
}
