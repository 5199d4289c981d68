package dev.gatehouse.transport.wire;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.Reply;
import dev.gatehouse.core.mcp.RequestMeta;
import dev.gatehouse.core.mcp.Watched;
import dev.gatehouse.core.upstream.InputRequest;
import dev.gatehouse.core.upstream.Notice;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** What a client is told or asked without having sent a request for it, as whole JSON-RPC messages in pieces. */
public final class NoticeWriter {
    private static final String SUBSCRIPTION_KEY = "io.modelcontextprotocol/subscriptionId";
    private static final String PROGRESS = "notifications/progress";
    private static final String MESSAGE = "notifications/message";

    private NoticeWriter() {}

    /**
     * What an upstream tells during a call, as the client of that call may see it: progress under the client's own
     * token, log messages if it wants any. Empty when the client did not ask for it, or it belongs to no call.
     */
    public static Optional<List<ByteBuffer>> of(Notice notice, RequestMeta meta) {
        return switch (notice.method()) {
            case PROGRESS -> meta.progressToken().map(token -> progress(notice.params(), token, meta.version()));
            case MESSAGE -> meta.logLevel().map(_ -> Envelope.notification(MESSAGE, notice.params()));
            default -> Optional.empty();
        };
    }

    /** @param subscription the id of the {@code subscriptions/listen} request; empty on legacy streams */
    public static List<ByteBuffer> listChanged(Primitive kind, Optional<Json> subscription) {
        String method = switch (kind) {
            case TOOL -> "notifications/tools/list_changed";
            case PROMPT -> "notifications/prompts/list_changed";
            case RESOURCE, TEMPLATE -> "notifications/resources/list_changed";
        };
        return Envelope.notification(method, tagged(subscription).build());
    }

    /** @param subscription the id of the {@code subscriptions/listen} request; empty on legacy streams */
    public static List<ByteBuffer> updated(String publicUri, Optional<Json> subscription) {
        return Envelope.notification(
                "notifications/resources/updated",
                tagged(subscription).put("uri", publicUri).build());
    }

    /** How a task stands, as {@code tasks/get} tells it. */
    public static List<ByteBuffer> task(Json task, Json subscription) {
        Json tagged = tagged(Optional.of(subscription)).build();
        return Envelope.notification(
                "notifications/tasks",
                ModernResults.passedOn(task)
                        .with("_meta", tagged.member("_meta").orElseThrow()));
    }

    /** The first message of a stream of changes: what of its filter is honoured. */
    public static List<ByteBuffer> acknowledged(Reply.Listening honoured, Json subscription) {
        ObjectWriter filter = Json.object();
        if (honoured.lists().contains(Primitive.TOOL)) {
            filter.put("toolsListChanged", true);
        }
        if (honoured.lists().contains(Primitive.PROMPT)) {
            filter.put("promptsListChanged", true);
        }
        if (honoured.lists().contains(Primitive.RESOURCE) || honoured.lists().contains(Primitive.TEMPLATE)) {
            filter.put("resourcesListChanged", true);
        }
        if (!honoured.watched().isEmpty()) {
            filter.put(
                    "resourceSubscriptions",
                    Json.ofStrings(
                            honoured.watched().stream().map(Watched::publicName).toList()));
        }
        if (!honoured.tasks().isEmpty()) {
            filter.put(
                    "taskIds",
                    Json.ofStrings(
                            honoured.tasks().stream().map(Watched::publicName).toList()));
        }
        Json params = tagged(Optional.of(subscription))
                .put("notifications", filter.build())
                .build();
        return Envelope.notification("notifications/subscriptions/acknowledged", params);
    }

    /**
     * A request of ours to a legacy client, in the words its revision has.
     *
     * @param id in the gateway's own space; never the upstream's
     */
    public static List<ByteBuffer> asked(Json id, InputRequest request, ProtocolVersion version) {
        Json params = request.params();
        if (request.method().equals("elicitation/create")) {
            params = elicitation(id, params, version);
        }
        return Envelope.request(id, request.method(), params);
    }

    /** Takes back a request of ours that nobody waits for any more. */
    public static List<ByteBuffer> withdrawn(Json id, String reason) {
        return Envelope.notification(
                "notifications/cancelled",
                Json.object().put("requestId", id).put("reason", reason).build());
    }

    /** The result with which the gateway ends a stream of changes by itself, without what every result has. */
    static Json listened(Json subscription) {
        return tagged(Optional.of(subscription)).build();
    }

    private static List<ByteBuffer> progress(Json params, Json token, ProtocolVersion version) {
        Json known = version == ProtocolVersion.V2024_11_05 ? params.without("message") : params;
        return Envelope.notification(PROGRESS, known.with("progressToken", token));
    }

    /** Modes came with 2025-11-25, which wants an id for those that open a URL; 2026-07-28 has none. */
    private static Json elicitation(Json id, Json params, ProtocolVersion version) {
        if (version.compareTo(ProtocolVersion.V2025_11_25) < 0) {
            return params.without("mode");
        }
        boolean opensUrl = params.text("mode").equals(Optional.of("url"));
        return opensUrl && params.member("elicitationId").isEmpty() ? params.with("elicitationId", id) : params;
    }

    private static ObjectWriter tagged(Optional<Json> subscription) {
        return Json.object()
                .putJsonIf(
                        "_meta",
                        subscription.map(
                                id -> Json.object().put(SUBSCRIPTION_KEY, id).build()));
    }
}
