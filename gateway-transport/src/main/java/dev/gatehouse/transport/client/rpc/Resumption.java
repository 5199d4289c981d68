package dev.gatehouse.transport.client.rpc;

import java.util.Optional;

/**
 * How a call that an upstream keeps no connection for goes on once its questions are answered. As text it is the state
 * that {@code UpstreamCall.detach} gives away and {@code Upstream.reopen} takes back; whoever carries it seals it.
 */
public sealed interface Resumption {
    /** @param requestState to be sent again byte for byte; empty when the upstream gave none */
    record AskedAgain(Optional<String> requestState) implements Resumption {}

    /** The call is made anew after somebody went to the URLs it wanted visited. */
    record Visited() implements Resumption {}

    String VISITED = "v";
    String STATELESS = "n";
    String STATE = "s";

    static Resumption of(String text) {
        return switch (text) {
            case VISITED -> new Visited();
            case STATELESS -> new AskedAgain(Optional.empty());
            default -> new AskedAgain(Optional.of(text.substring(STATE.length())));
        };
    }

    /** What the next request carries. */
    default Optional<String> state() {
        return this instanceof AskedAgain(Optional<String> requestState) ? requestState : Optional.empty();
    }

    default String text() {
        return switch (this) {
            case Visited _ -> VISITED;
            case AskedAgain(Optional<String> requestState) ->
                requestState.map(STATE::concat).orElse(STATELESS);
        };
    }
}
