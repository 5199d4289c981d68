package dev.gatehouse.transport.era;

import dev.gatehouse.core.json.Cursor;
import dev.gatehouse.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The members of a client's {@code _meta} that may go upstream: those of vendors. What the specification reserves is
 * said to the gateway and said again by it; what tells a person or a place apart stays here.
 */
final class ExtraMeta {
    private static final Set<String> RESERVED_LABELS = Set.of("modelcontextprotocol", "mcp");
    private static final Set<String> WITHHELD = Set.of(
            "progressToken",
            "traceparent",
            "tracestate",
            "baggage",
            "openai/session",
            "openai/subject",
            "openai/userLocation");

    private ExtraMeta() {}

    static Json of(Json meta) {
        List<String> withheld = new ArrayList<>();
        int members = 0;
        Cursor member = meta.cursor();
        while (member.next()) {
            members++;
            String key = member.name();
            if (WITHHELD.contains(key) || isReserved(key)) {
                withheld.add(key);
            }
        }
        return withheld.size() == members ? Json.EMPTY_OBJECT : meta.without(withheld.toArray(String[]::new));
    }

    /**
     * By the second label of its prefix (2026-07-28 basic/index "_meta"), or by any label but the last, as the revisions
     * before had it.
     */
    private static boolean isReserved(String key) {
        int slash = key.indexOf('/');
        int from = 0;
        for (int label = 0; from <= slash; label++) {
            int dot = key.indexOf('.', from);
            boolean last = dot < 0 || dot > slash;
            int to = last ? slash : dot;
            if ((label == 1 || !last) && RESERVED_LABELS.contains(key.substring(from, to))) {
                return true;
            }
            from = to + 1;
        }
        return false;
    }
}
