package dev.gatehouse.audit.event;

import dev.gatehouse.core.json.Json;
import java.util.Optional;

/**
 * An event as it is written: a JSON object, and beside it the payload it keeps. The payload stands apart because it may
 * nest as deep as a document may, so no object around it could be read back, and because PostgreSQL takes it as bytes.
 */
public record EncodedEvent(Json head, Optional<Json> kept) {

    public int bytes() {
        return head.length() + kept.map(Json::length).orElse(0);
    }

    /** The same event with only digest and length of its payload. */
    public EncodedEvent withoutKept() {
        return new EncodedEvent(head.with(EventWriter.OMITTED, Json.of(true)), Optional.empty());
    }
}
