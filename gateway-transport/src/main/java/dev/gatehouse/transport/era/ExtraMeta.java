package dev.gatehouse.transport.era;

import dev.gatehouse.core.json.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
        Map<String, Json> members = meta.members();
        String[] withheld = members.keySet().stream()
                .filter(key -> WITHHELD.contains(key) || isReserved(key))
                .toArray(String[]::new);
        return withheld.length == members.size() ? Json.EMPTY_OBJECT : meta.without(withheld);
    }

    /**
     * By the second label of its prefix (2026-07-28 basic/index "_meta"), or by any label but the last, as the revisions
     * before had it.
     */
    private static boolean isReserved(String key) {
        int slash = key.indexOf('/');
        if (slash < 0) {
            return false;
        }
        List<String> labels = Arrays.asList(key.substring(0, slash).split("\\.", -1));
        boolean second = labels.size() > 1 && RESERVED_LABELS.contains(labels.get(1));
        return second || labels.subList(0, labels.size() - 1).stream().anyMatch(RESERVED_LABELS::contains);
    }
}
