package dev.gatehouse.core.upstream;

import java.util.List;

/** What an open call yields when it is pulled. */
public sealed interface UpstreamEvent {

    record Noticed(Notice notice) implements UpstreamEvent {}

    record Asked(List<InputRequest> requests) implements UpstreamEvent {}

    record Done(UpstreamReply reply) implements UpstreamEvent {}
}
