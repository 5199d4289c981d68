package dev.gatehouse.policy.pin;

import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.mcp.UpstreamId;
import java.util.List;

/** What the trail is told of pins, several in one event: an upstream may change everything at once. */
final class Told {
    private static final int TOGETHER_MAX = 20;

    private Told() {}

    static void record(RecordedChange change, String action, UpstreamId upstream, List<String> texts)
            throws AuditUnavailableException {
        for (int from = 0; from < texts.size(); from += TOGETHER_MAX) {
            List<String> together = texts.subList(from, Math.min(texts.size(), from + TOGETHER_MAX));
            change.record(action, upstream.value(), String.join("; ", together));
        }
    }
}
