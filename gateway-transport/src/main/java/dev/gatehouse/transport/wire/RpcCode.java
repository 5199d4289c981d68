package dev.gatehouse.transport.wire;

import dev.gatehouse.core.mcp.Reply;

/** The JSON-RPC error codes this gateway sends; those of its own stay outside the range that is reserved. */
public final class RpcCode {
    public static final long PARSE_ERROR = -32700;
    public static final long INVALID_REQUEST = -32600;
    public static final long METHOD_NOT_FOUND = -32601;
    public static final long INVALID_PARAMS = -32602;
    public static final long INTERNAL = -32603;
    /** 2026-07-28: a header is missing or says something else than the body. */
    public static final long HEADER_MISMATCH = -32020;
    /** 2026-07-28: the request needs something of the client that it did not declare. */
    public static final long MISSING_CAPABILITY = -32021;
    /** 2026-07-28: the revision asked for is not served. */
    public static final long UNSUPPORTED_VERSION = -32022;
    /** Ours: policy denies a request whose result has no place for words. */
    public static final long DENIED = 4030;
    /** Ours: a limit is used up, and the result has no place for words. */
    public static final long LIMITED = 4290;
    /** Ours: the upstream gave no answer, and the result has no place for words. */
    public static final long UPSTREAM_LOST = 5020;
    /** Ours: the gateway cannot do this now; the HTTP status is 503. */
    public static final long UNAVAILABLE = 5030;

    /** Revisions before 2026-07-28. */
    static final long RESOURCE_NOT_FOUND_LEGACY = -32002;

    /** 2025-11-25: a URL has to be visited first. */
    static final long URL_ELICITATION_LEGACY = -32042;

    private static final long SPECIFIED_FROM = -32099;
    private static final long SPECIFIED_TO = -32020;

    private RpcCode() {}

    /** An upstream's code as a client may see it: codes about the gateway's own request say nothing to the client. */
    static long passedOn(long upstreamCode, boolean modern) {
        if (upstreamCode == RESOURCE_NOT_FOUND_LEGACY && modern) {
            return INVALID_PARAMS;
        }
        boolean specified = upstreamCode >= SPECIFIED_FROM && upstreamCode <= SPECIFIED_TO;
        return specified && upstreamCode != URL_ELICITATION_LEGACY ? INTERNAL : upstreamCode;
    }

    /** Whether an upstream of either era says that there is no such resource; the modern code alone could mean more. */
    static boolean saysNotFound(Reply.UpstreamError error) {
        return error.code() == RESOURCE_NOT_FOUND_LEGACY
                || (error.code() == INVALID_PARAMS
                        && error.data().flatMap(data -> data.text("uri")).isPresent());
    }
}
