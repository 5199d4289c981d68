package dev.gatehouse.transport.face;

import java.util.function.ToLongFunction;

/**
 * The MCP face at one moment, for metrics.
 *
 * @param streams open now without a call under way
 * @param liveSessions legacy sessions that have something live now
 * @param eventsReplayed since the start, to clients that came back
 * @param eventsDropped notices since the start that reached no client
 * @param answersUnmatched answers of clients since the start that nobody waited for
 * @param refusals how often since the start a bound kept somebody out
 */
public record FaceStats(
        int streams,
        int liveSessions,
        long eventsReplayed,
        long eventsDropped,
        long answersUnmatched,
        ToLongFunction<StreamBound> refusals) {}
