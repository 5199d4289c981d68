package dev.gatehouse.audit.search;

import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

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
        int keepDays) {

    /** The texts that may speak of people. */
    public Stream<String> texts() {
        return Stream.of(subject, client, agent, owner, reasons, detail).flatMap(Optional::stream);
    }

    /** The same with other words in these. */
    public FoundEvent retold(UnaryOperator<String> words) {
        return new FoundEvent(
                gateway,
                epoch,
                seq,
                at,
                type,
                call,
                round,
                principalKind,
                issuer,
                subject.map(words),
                client.map(words),
                agent.map(words),
                owner.map(words),
                bundle,
                server,
                upstream,
                tool,
                upstreamTool,
                method,
                decision,
                reasons.map(words),
                outcome,
                detail.map(words),
                durationMicros,
                argumentSha256,
                argumentBytes,
                resultSha256,
                resultBytes,
                keptBytes,
                peer,
                session,
                traceParent,
                protocol,
                keepDays);
    }
}
