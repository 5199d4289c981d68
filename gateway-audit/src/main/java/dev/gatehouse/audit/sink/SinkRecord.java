package dev.gatehouse.audit.sink;

import dev.gatehouse.audit.segment.Position;
import dev.gatehouse.core.json.Json;
import java.time.Instant;

/**
 * One record as a sink is offered it.
 *
 * @param type as the trail names it: {@code call_attempted}
 * @param at when it happened, to the microsecond
 * @param json in the sink's format
 * @param body the record as the trail has it, without its payload
 */
public record SinkRecord(String gateway, Position position, String type, Instant at, Json json, byte[] body) {
    /** The same whenever and by whomever it is sent: whoever keeps these takes nothing twice. */
    public String id() {
        return gateway + "/" + position;
    }

    byte[] line() {
        return line(json);
    }

    /** On one line: between values, where they stand for nothing, line breaks are blanks. */
    static byte[] line(Json json) {
        byte[] bytes = json.bytes();
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n' || bytes[i] == '\r') {
                bytes[i] = ' ';
            }
        }
        return bytes;
    }
}
