package dev.gatehouse.core.call;

import dev.gatehouse.core.mcp.FailureCode;
import dev.gatehouse.core.mcp.Reply;

/** How a call ended: a word for metrics and the reply for the client. */
record Verdict(String word, Reply reply) {
    static final Verdict AUDIT_UNAVAILABLE = new Verdict(
            "audit_unavailable",
            new Reply.Failed(FailureCode.AUDIT_UNAVAILABLE, "This call cannot be recorded now and was refused."));
}
