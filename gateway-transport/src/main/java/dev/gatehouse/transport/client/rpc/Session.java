package dev.gatehouse.transport.client.rpc;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.upstream.UpstreamCall;
import dev.gatehouse.core.upstream.UpstreamReply;
import java.util.Optional;

/** A conversation with one upstream whose era is known. Thread-safe. */
public interface Session extends AutoCloseable {

    /** The revision that was settled on. */
    ProtocolVersion version();

    /**
     * Starts the permitted call and returns at once; every failure is an event of the call.
     *
     * @param over run exactly once, when the call has ended for whatever reason
     */
    UpstreamCall open(Permit permit, Runnable over);

    /** Asks on the gateway's own behalf and waits; for platform threads. Never throws, an interrupt is {@code Lost}. */
    UpstreamReply ask(String method, Json params, Deadline deadline);

    /** How to word what {@link #ask} sends. */
    Dialect dialect();

    /** Why the conversation cannot go on; empty while it can. */
    Optional<String> failure();

    /** Messages that were for nobody, so far. */
    long dropped();

    /** Ends the conversation and whatever was started for it; open calls end with {@code Lost}. May take seconds. */
    @Override
    void close();
}
