package dev.gatehouse.core.upstream;

import java.util.List;

/** What an open call yields when it is pulled. */
public sealed interface UpstreamEvent {

    record Noticed(Notice notice) implements UpstreamEvent {}

    /**
     * The upstream wants to know something first. Only what the permit's operation declared as a capability is ever
     * asked; the rest was declined before it came here. Empty when a modern upstream only wants to be asked again.
     */
    record Asked(List<InputRequest> requests) implements UpstreamEvent {}

    /**
     * The call cannot begin: all sessions that it could have are taken. Pulled again it waits on, and says so again from
     * time to time while that lasts.
     *
     * @param held how many of them calls of the same principal have, whether they run or wait for answers
     */
    record Crowded(int held) implements UpstreamEvent {}

    record Done(UpstreamReply reply) implements UpstreamEvent {}
}
