package dev.gatehouse.transport.wire;

/** The JSON-RPC error codes this gateway sends; those of its own stay outside the range that is reserved. */
public final class RpcCode {
    public static final long PARSE_ERROR = -32700;
    public static final long INVALID_REQUEST = -32600;
    public static final long METHOD_NOT_FOUND = -32601;
    public static final long INVALID_PARAMS = -32602;
    public static final long INTERNAL = -32603;
    /** 2026-07-28: a header is missing or says something else than the body. */
    public static final long HEADER_MISMATCH = -32020;
    /** 2026-07-28: the revision asked for is not served. */
    public static final long UNSUPPORTED_VERSION = -32022;
    /** Ours: policy says no. */
    public static final long DENIED = 4030;
    /** Ours: policy says not so often. */
    public static final long LIMITED = 4290;
    /** Ours: the upstream gave no answer. */
    public static final long UPSTREAM_LOST = 5040;
    /** Ours: the gateway cannot do this now; the HTTP status is 503. */
    public static final long UNAVAILABLE = 5030;

    private static final long SPECIFIED_FROM = -32099;
    private static final long SPECIFIED_TO = -32020;
    /** Revisions before 2026-07-28. */
    static final long RESOURCE_NOT_FOUND_LEGACY = -32002;

    private static final long URL_ELICITATION_LEGACY = -32042;

    private RpcCode() {}

    /** An upstream's code as a client may see it: codes about the gateway's own request say nothing to the client. */
    static long passedOn(long upstreamCode, boolean modern) {
        if (upstreamCode == RESOURCE_NOT_FOUND_LEGACY && modern) {
            return INVALID_PARAMS;
        }
        boolean specified = upstreamCode >= SPECIFIED_FROM && upstreamCode <= SPECIFIED_TO;
        return specified && (modern || upstreamCode != URL_ELICITATION_LEGACY) ? INTERNAL : upstreamCode;
    }
}
