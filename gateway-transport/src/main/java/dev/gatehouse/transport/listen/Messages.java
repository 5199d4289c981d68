package dev.gatehouse.transport.listen;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.upstream.InputRequest;
import dev.gatehouse.core.upstream.Notice;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The JSON-RPC messages a gateway sends of its own accord: notifications and requests. */
final class Messages {
    private static final String SUBSCRIPTION_ID = "io.modelcontextprotocol/subscriptionId";

    private Messages() {}

    static List<ByteBuffer> notification(Notice notice) {
        return List.of(
                ascii("{\"jsonrpc\":\"2.0\",\"method\":"),
                Json.of(notice.method()).asByteBuffer(),
                ascii(",\"params\":"),
                notice.params().asByteBuffer(),
                ascii("}"));
    }

    static List<ByteBuffer> request(String id, InputRequest request) {
        return List.of(
                ascii("{\"jsonrpc\":\"2.0\",\"id\":"),
                Json.of(id).asByteBuffer(),
                ascii(",\"method\":"),
                Json.of(request.method()).asByteBuffer(),
                ascii(",\"params\":"),
                request.params().asByteBuffer(),
                ascii("}"));
    }

    /** Tells a client that an answer is not wanted any more. */
    static List<ByteBuffer> withdrawn(String id, String reason) {
        Json params =
                Json.object().put("requestId", id).put("reason", reason).build();
        return notification(new Notice("notifications/cancelled", params));
    }

    /** Templates are told of with the resources: the specification has no word of their own for them. */
    static Notice listChanged(Primitive kind) {
        String list =
                switch (kind) {
                    case TOOL -> "tools";
                    case PROMPT -> "prompts";
                    case RESOURCE, TEMPLATE -> "resources";
                };
        return new Notice("notifications/" + list + "/list_changed", Json.EMPTY_OBJECT);
    }

    static Notice updated(String uri) {
        return new Notice(
                "notifications/resources/updated",
                Json.object().put("uri", uri).build());
    }

    /** Marks a notice as one of this listen request (2026-07-28 basic/patterns/subscriptions). */
    static Notice tagged(Notice notice, Json subscriptionId) {
        return new Notice(notice.method(), notice.params().with("_meta", subscription(subscriptionId)));
    }

    static Json subscription(Json id) {
        return Json.object().put(SUBSCRIPTION_ID, id).build();
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
