package dev.gatehouse.transport.era;

import dev.gatehouse.core.call.ParamCheck;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.LogLevel;
import dev.gatehouse.core.mcp.McpRequest;
import dev.gatehouse.transport.wire.JsonRpcMessage;
import dev.gatehouse.transport.wire.WireReply;
import java.util.List;
import java.util.Optional;

/** What a posted message turned out to be, once its era has been read away. */
public sealed interface Spoken {

    /**
     * A request for the call path.
     *
     * @param params compares the headers that repeat arguments, once the tool is known; modern only
     * @param session the session it belongs to, for {@code initialize} the one it opens; legacy only
     * @param sessionId the sealed session this request opened; sent with its result
     */
    record Asked(Json id, McpRequest request, ParamCheck params, Optional<Session> session, Optional<String> sessionId)
            implements Spoken {

        /** Under which a later {@code notifications/cancelled} finds this call; legacy only. */
        public Optional<String> cancelKey() {
            boolean opens = request instanceof McpRequest.Discover;
            return session.filter(_ -> !opens).map(in -> in.cancelKey(id));
        }
    }

    /** Answered without the call path. */
    record Answered(WireReply reply) implements Spoken {}

    /** {@code logging/setLevel}: from which level on the session wants log messages. The result is empty. */
    record LevelSet(Json id, Session session, LogLevel level) implements Spoken {}

    /** What the client answers to a request of ours in this session. */
    record Returned(Session session, JsonRpcMessage.Response response) implements Spoken {}

    /** The client withdraws a call. */
    record Withdrawn(String cancelKey) implements Spoken {}

    /** Several messages in one post (2025-03-26 only), each judged and recorded on its own. */
    record Batch(List<Spoken> elements) implements Spoken {}
}
