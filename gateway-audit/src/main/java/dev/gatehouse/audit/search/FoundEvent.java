package dev.gatehouse.audit.search;

import java.time.Instant;
import java.util.Optional;

/**
 * A record as its columns have it, without body and payload.
 *
 * @param keptBytes how long the payload is that is kept; empty when none is
 */
public record FoundEvent(
        String gateway,
        long epoch,
        long seq,
        Instant at,
        String type,
        Optional<String> call,
        Optional<Integer> round,
        Optional<String> principalKind,
        Optional<String> issuer,
        Optional<String> subject,
        Optional<String> client,
        Optional<String> agent,
        Optional<String> owner,
        Optional<String> bundle,
        Optional<String> server,
        Optional<String> upstream,
        Optional<String> tool,
        Optional<String> upstreamTool,
        Optional<String> method,
        Optional<String> decision,
        Optional<String> reasons,
        Optional<String> outcome,
        Optional<String> detail,
        Optional<Long> durationMicros,
        Optional<String> argumentSha256,
        Optional<Long> argumentBytes,
        Optional<String> resultSha256,
        Optional<Long> resultBytes,
        Optional<Long> keptBytes,
        Optional<String> peer,
        Optional<String> session,
        Optional<String> traceParent,
        Optional<String> protocol,
        int keepDays) {}
