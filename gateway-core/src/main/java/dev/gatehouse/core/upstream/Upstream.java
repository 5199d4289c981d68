package dev.gatehouse.core.upstream;

import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.Permit;

/** One MCP server behind the gateway. What is sent is {@code permit.spend()} and nothing else. */
public interface Upstream {
    UpstreamId id();

    /** Starts the call and returns at once; every failure, also a full queue, is an event of the call. */
    UpstreamCall open(Permit permit);

    /** Starts a later round of a call that was detached; the permit holds the answers. */
    UpstreamCall reopen(Permit permit, String upstreamState);

    /**
     * Gives back what one permitted and completed SUBSCRIBE took; the upstream hears of it when nobody else is
     * subscribed. Never blocks; unknown URIs are ignored.
     */
    void unsubscribe(String upstreamUri);

    /** The same for one permitted and completed WATCH_TASK, by the upstream's id of the task. */
    void unwatch(String upstreamTask);
}
