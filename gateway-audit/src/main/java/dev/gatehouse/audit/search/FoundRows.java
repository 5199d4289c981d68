package dev.gatehouse.audit.search;

import dev.gatehouse.core.database.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Reads {@link FoundEvent} from rows. The length of a payload is asked for without reading it. */
final class FoundRows {
    static final String COLUMNS = "gateway_id, epoch, seq, at, type, call_id, round, principal_kind, issuer, subject,"
            + " client_id, agent, owner, bundle, virtual_server, upstream, tool, upstream_tool, method, decision,"
            + " reasons, outcome, detail, duration_us, argument_sha256, argument_bytes, result_sha256, result_bytes,"
            + " octet_length(payload)::bigint AS kept_bytes, peer, session, trace_parent, protocol_version, keep_days";

    private FoundRows() {}

    static FoundEvent read(ResultSet row) throws SQLException {
        return new FoundEvent(
                row.getString("gateway_id"),
                row.getLong("epoch"),
                row.getLong("seq"),
                Transaction.instant(row, "at").orElseThrow(),
                row.getString("type"),
                text(row, "call_id"),
                Optional.ofNullable(row.getObject("round", Integer.class)),
                text(row, "principal_kind"),
                text(row, "issuer"),
                text(row, "subject"),
                text(row, "client_id"),
                text(row, "agent"),
                text(row, "owner"),
                text(row, "bundle"),
                text(row, "virtual_server"),
                text(row, "upstream"),
                text(row, "tool"),
                text(row, "upstream_tool"),
                text(row, "method"),
                text(row, "decision"),
                text(row, "reasons"),
                text(row, "outcome"),
                text(row, "detail"),
                number(row, "duration_us"),
                text(row, "argument_sha256"),
                number(row, "argument_bytes"),
                text(row, "result_sha256"),
                number(row, "result_bytes"),
                number(row, "kept_bytes"),
                text(row, "peer"),
                text(row, "session"),
                text(row, "trace_parent"),
                text(row, "protocol_version"),
                row.getInt("keep_days"));
    }

    private static Optional<String> text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    private static Optional<Long> number(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, Long.class));
    }
}
