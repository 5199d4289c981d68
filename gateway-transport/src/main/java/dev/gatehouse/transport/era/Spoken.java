package dev.gatehouse.transport.era;

import dev.gatehouse.core.call.ParamCheck;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.McpRequest;
import dev.gatehouse.transport.wire.WireReply;
import java.util.List;
import java.util.Optional;

/** What a posted message turned out to be, once its era has been read away. */
public sealed interface Spoken {

    /**
     * A request for the call path.
     *
     * @param params compares the headers that repeat arguments, once the tool is known; modern only
     * @param sessionId the session this request opened; sent with its result
     * @param cancelKey under which a later {@code notifications/cancelled} finds this call; legacy only
     */
    record Asked(Json id, McpRequest request, ParamCheck params, Optional<String> sessionId, Optional<String> cancelKey)
            implements Spoken {}

    /** Answered without the call path. */
    record Answered(WireReply reply) implements Spoken {}

    /** The client withdraws a call. */
    record Withdrawn(String cancelKey) implements Spoken {}

    /** Several messages in one post (2025-03-26 only), each judged and recorded on its own. */
    record Batch(List<Spoken> elements) implements Spoken {}
}
