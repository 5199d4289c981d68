package dev.gatehouse.transport.client.rpc;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.upstream.UpstreamCall;
import dev.gatehouse.core.upstream.UpstreamReply;
import java.util.Optional;
import java.util.Set;

/** A conversation with one upstream whose era is known. Thread-safe. */
public interface Session extends AutoCloseable {

    /** Who the upstream says it is. */
    Introduction introduction();

    /** The revision that was settled on. */
    default ProtocolVersion version() {
        return introduction().version();
    }

    /** Whether several calls may be under way although they can be asked: each question shows whose it is. */
    boolean tellsWhoIsAsked();

    /**
     * Starts the permitted call; every failure is an event of the call. Returns at once, but for the moment that a
     * stream takes to open on which the call may be asked.
     *
     * @param state what a modern upstream gave with its questions, when this is the round that answers them
     */
    UpstreamCall open(Permit permit, Optional<String> state, Over over);

    /** Asks on the gateway's own behalf and waits; for platform threads. Never throws, an interrupt is {@code Lost}. */
    UpstreamReply ask(String method, Json params, Deadline deadline);

    /** Sends a request of the gateway's own whose answer changes nothing. Never blocks. */
    void send(String method, Json params);

    /**
     * Makes the conversation report its news to the connector's listener: changed lists, and in the modern era updates
     * of these topics and no others. May be called again when the topics are others. Never blocks.
     *
     * @param begun told once the upstream has acknowledged that, or cannot; not told when the conversation ends first
     */
    void follow(Set<Topic> topics, Listening.Begun begun);

    /** How to word what {@link #ask} sends. */
    Dialect dialect();

    /** Why the conversation cannot go on; empty while it can. */
    Optional<String> failure();

    /** Messages that were for nobody, so far. */
    long dropped();

    /** Ends the conversation and whatever was started for it; open calls end with {@code Lost}. May take seconds. */
    @Override
    void close();

    /** Is told exactly once that a call is over. */
    @FunctionalInterface
    interface Over {
        Over NOBODY = _ -> {};

        /** @param answered whether the upstream itself ended the call, so that nothing of it can come any more */
        void over(boolean answered);
    }
}
