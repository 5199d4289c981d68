package dev.gatehouse.audit.report;

import dev.gatehouse.audit.segment.Position;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * A record as reports read it.
 *
 * @param body an empty object where it cannot be read: the verifier says why
 */
record TrailRow(
        Instant at,
        String gateway,
        Position position,
        String type,
        Optional<String> call,
        Optional<String> caller,
        Optional<String> bundle,
        Optional<String> server,
        Optional<String> tool,
        Optional<String> decision,
        Json body) {
    static final String COLUMNS = "event.at, event.gateway_id, event.epoch, event.seq, event.type, event.call_id,"
            + " event.principal_kind, event.subject, event.bundle, event.virtual_server, event.tool, event.decision,"
            + " event.body";

    static TrailRow read(ResultSet row) throws SQLException {
        String kind = row.getString("principal_kind");
        Optional<String> subject = text(row, "subject");
        return new TrailRow(
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("gateway_id"),
                new Position(row.getLong("epoch"), row.getLong("seq")),
                row.getString("type"),
                text(row, "call_id"),
                kind == null
                        ? subject
                        : Optional.of(kind + subject.map(name -> " " + name).orElse("")),
                text(row, "bundle"),
                text(row, "virtual_server"),
                text(row, "tool"),
                text(row, "decision"),
                json(row.getBytes("body")));
    }

    private static Optional<String> text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    private static Json json(byte[] body) {
        try {
            return Json.read(body);
        } catch (JsonSyntaxException _) {
            return Json.EMPTY_OBJECT;
        }
    }

    /** A member of the body; empty text where there is none. */
    String said(String member) {
        return body.text(member).orElse("");
    }

    /** {@code GATEWAY/EPOCH/SEQ}, as {@code gatehouse audit show} takes it. */
    String place() {
        return gateway + "/" + position;
    }
}
