package dev.gatehouse.core.call;

import dev.gatehouse.core.mcp.McpRequest;
import dev.gatehouse.core.policy.Deadline;
import java.time.Instant;

/** A request of somebody who was let in, on its way into {@link CallPath}. Nobody past here knows its era. */
public record Arrival(
        Admission.Admitted admitted, McpRequest request, ParamCheck params, Instant receivedAt, Deadline deadline) {}
