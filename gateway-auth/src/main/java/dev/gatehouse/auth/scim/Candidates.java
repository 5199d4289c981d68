package dev.gatehouse.auth.scim;

import dev.gatehouse.auth.scim.filter.Filter;
import dev.gatehouse.auth.scim.filter.ScimRefusal;
import dev.gatehouse.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Decides about each candidate, counts those that match, and keeps the page that was asked for. Also bounds how many there
 * may be.
 */
final class Candidates<R> {
    private final Filter filter;
    private final Function<R, Json> resource;
    private final Page page;
    private final List<R> kept = new ArrayList<>();
    private int considered;
    private int matched;

    Candidates(Filter filter, Function<R, Json> resource, Page page) {
        this.filter = filter;
        this.resource = resource;
        this.page = page;
    }

    void consider(R candidate) {
        considered++;
        if (considered <= Narrowing.CANDIDATES_MAX && filter.matches(resource.apply(candidate))) {
            if (matched >= page.skipped() && kept.size() < page.count()) {
                kept.add(candidate);
            }
            matched++;
        }
    }

    /** @throws ScimRefusal {@code tooMany} when not everybody could be looked at */
    List<R> kept() throws ScimRefusal {
        if (considered > Narrowing.CANDIDATES_MAX) {
            throw new ScimRefusal(
                    ScimRefusal.Kind.TOO_MANY,
                    "this filter would look at more than " + Narrowing.CANDIDATES_MAX + " resources");
        }
        return List.copyOf(kept);
    }

    int total() {
        return matched;
    }
}
