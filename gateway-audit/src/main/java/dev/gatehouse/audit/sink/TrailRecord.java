package dev.gatehouse.audit.sink;

import dev.gatehouse.audit.segment.Position;
import dev.gatehouse.core.json.Json;
import java.time.Instant;
import java.util.Optional;

/**
 * One record as read from the trail.
 *
 * @param body the event
 * @param payload what was kept of arguments or result; empty where the sink gets none
 */
record TrailRecord(String gateway, Position position, String type, Instant at, Json body, Optional<Json> payload) {
    String id() {
        return gateway + "/" + position;
    }
}
