package dev.gatehouse.server.cases;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.policy.script.ScriptFetch;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** Answers the fetches of one case from its table. */
final class PlayedFetches implements ScriptFetch {
    private final Queue<Case.Played> due;

    PlayedFetches(List<Case.Played> played) {
        due = new ArrayDeque<>(played);
    }

    @Override
    public synchronized Fetched fetch(Json request, Duration within) {
        Case.Played next = due.peek();
        if (next == null || !next.url().equals(request.text("url").orElse(""))) {
            return new Fetched.Refused("the case plays no answer to this");
        }
        due.remove();
        return new Fetched.Came(Json.object()
                .put("status", next.status())
                .put("body", next.body().orElse(""))
                .build());
    }

    /** URLs that were played and not fetched. */
    synchronized List<String> left() {
        return due.stream().map(Case.Played::url).toList();
    }
}
