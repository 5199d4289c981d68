package dev.gatehouse.audit.table;

import java.util.Locale;

/** A column of {@code audit.event} that comes from a record: all but the gateway's id, which is the same in every row. */
enum Column {
    EPOCH(Type.INT8),
    SEQ(Type.INT8),
    /** Sent as microseconds since 1970. */
    AT(Type.INT8),
    KEEP_DAYS(Type.INT4),
    WALL_NS(Type.INT8),
    MONO_NS(Type.INT8),
    TYPE(Type.TEXT),
    CALL_ID(Type.TEXT),
    ROUND(Type.INT4),
    PRINCIPAL_KIND(Type.TEXT),
    ISSUER(Type.TEXT),
    SUBJECT(Type.TEXT),
    CLIENT_ID(Type.TEXT),
    AGENT(Type.TEXT),
    OWNER(Type.TEXT),
    BUNDLE(Type.TEXT),
    VIRTUAL_SERVER(Type.TEXT),
    UPSTREAM(Type.TEXT),
    TOOL(Type.TEXT),
    UPSTREAM_TOOL(Type.TEXT),
    METHOD(Type.TEXT),
    DECISION(Type.TEXT),
    REASONS(Type.TEXT),
    OUTCOME(Type.TEXT),
    DETAIL(Type.TEXT),
    DURATION_US(Type.INT8),
    ARGUMENT_SHA256(Type.TEXT),
    ARGUMENT_BYTES(Type.INT8),
    RESULT_SHA256(Type.TEXT),
    RESULT_BYTES(Type.INT8),
    PAYLOAD(Type.BYTEA),
    PEER(Type.TEXT),
    TRACE_PARENT(Type.TEXT),
    SESSION(Type.TEXT),
    PROTOCOL_VERSION(Type.TEXT),
    BODY(Type.BYTEA);

    /** What the values of a column are sent as, by the names that both PostgreSQL and its driver know. */
    enum Type {
        BYTEA(17),
        INT8(20),
        INT4(23),
        TEXT(25);

        /** PostgreSQL's number for it, the same in every database. */
        final int oid;

        Type(int oid) {
            this.oid = oid;
        }

        String arrayName() {
            return name().toLowerCase(Locale.ROOT) + "[]";
        }
    }

    private final Type type;
    private final String label = name().toLowerCase(Locale.ROOT);

    Column(Type type) {
        this.type = type;
    }

    Type type() {
        return type;
    }

    /** Its name in the table. */
    String label() {
        return label;
    }
}
