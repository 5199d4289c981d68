package dev.gatehouse.transport.wire;

import dev.gatehouse.core.mcp.FailureCode;
import dev.gatehouse.core.mcp.ProtocolVersion;

/** The one table from reasons to HTTP statuses and JSON-RPC codes (2026-07-28 basic/transports/streamable-http). */
final class Failures {
    static final String RETRY_AFTER_SECONDS = "2";

    private Failures() {}

    static int status(FailureCode failure, ProtocolVersion version) {
        return switch (failure) {
            case HEADER_MISMATCH, MISSING_CAPABILITY -> 400;
            // To a legacy client 404 means that its session is gone.
            case METHOD_NOT_FOUND -> version.isModern() ? 404 : 200;
            case AUDIT_UNAVAILABLE, OVERLOADED -> 503;
            case NEEDS_SCOPE -> 403;
            // Not 401 or 403 either: clients would log in again, and no login cures a denial.
            case INVALID_PARAMS, RESOURCE_NOT_FOUND, DENIED, LIMITED, UPSTREAM_LOST, INTERNAL -> 200;
        };
    }

    static long code(FailureCode failure, ProtocolVersion version) {
        return switch (failure) {
            case INVALID_PARAMS -> RpcCode.INVALID_PARAMS;
            case RESOURCE_NOT_FOUND -> version.isModern() ? RpcCode.INVALID_PARAMS : RpcCode.RESOURCE_NOT_FOUND_LEGACY;
            case HEADER_MISMATCH -> RpcCode.HEADER_MISMATCH;
            case MISSING_CAPABILITY -> RpcCode.MISSING_CAPABILITY;
            case DENIED, NEEDS_SCOPE -> RpcCode.DENIED;
            case LIMITED -> RpcCode.LIMITED;
            case UPSTREAM_LOST -> RpcCode.UPSTREAM_LOST;
            case METHOD_NOT_FOUND -> RpcCode.METHOD_NOT_FOUND;
            case AUDIT_UNAVAILABLE, OVERLOADED -> RpcCode.UNAVAILABLE;
            case INTERNAL -> RpcCode.INTERNAL;
        };
    }
}
