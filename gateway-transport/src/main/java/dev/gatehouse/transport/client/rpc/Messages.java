package dev.gatehouse.transport.client.rpc;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;

/** The JSON-RPC messages that go to upstreams, whatever the revision. */
public final class Messages {
    private static final long METHOD_NOT_FOUND = -32601;
    /** What the specification's own example of a refused sampling says (2025-11-25, client/sampling). */
    private static final long REFUSED = -1;

    private static final int ENVELOPE_BYTES = 96;

    private Messages() {}

    public static Json request(long id, String method, Json params) {
        return message(params.length())
                .put("id", id)
                .put("method", method)
                .put("params", params)
                .build();
    }

    public static Json notification(String method, Json params) {
        return message(params.length())
                .put("method", method)
                .put("params", params)
                .build();
    }

    /** {@code notifications/cancelled}; the reason is a word of ours. */
    public static Json cancelled(long id, String reason) {
        return notification(
                "notifications/cancelled",
                Json.object().put("requestId", id).put("reason", reason).build());
    }

    /** The answer to a request of the upstream's own that no caller is asked: {@code ping}, or what was not declared. */
    public static Json answer(Incoming.Asked asked) {
        return asked.method().equals("ping")
                ? result(asked.id(), Json.EMPTY_OBJECT)
                : error(asked.id(), METHOD_NOT_FOUND, "Method not found");
    }

    static Json result(Json id, Json result) {
        return message(result.length()).put("id", id).put("result", result).build();
    }

    /** Tells the upstream that nobody answers: in the words of an elicitation when it is one, else as an error. */
    static Json declined(Json id, String method, String reason) {
        return method.equals("elicitation/create")
                ? result(id, Json.object().put("action", "cancel").build())
                : error(id, REFUSED, reason);
    }

    private static Json error(Json id, long code, String reason) {
        Json error = Json.object().put("code", code).put("message", reason).build();
        return message(error.length()).put("id", id).put("error", error).build();
    }

    /** @param payload bytes of what is put into it besides an id and a method */
    private static ObjectWriter message(int payload) {
        return Json.object(ENVELOPE_BYTES + payload).put("jsonrpc", "2.0");
    }
}
