package dev.gatehouse.audit.retain;

import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.json.Json;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Says that records are kept although their time is over, such as for a lawsuit. While any record of a day is held, the whole
 * day of what is kept as long as that record stays.
 *
 * @param bundle of these records; empty: all of them
 * @param from the first day (UTC)
 * @param to the day after the last; empty: without an end
 */
public record Hold(
        String id,
        Optional<BundleName> bundle,
        LocalDate from,
        Optional<LocalDate> to,
        String reason,
        String placedBy,
        Instant placedAt,
        Optional<Release> release) {

    /** From then on it holds nothing. */
    public record Release(String by, Instant at) {}

    /** For the trail. */
    Json told() {
        return Json.object()
                .putIf("bundle", bundle.map(BundleName::value))
                .put("from", from.toString())
                .putIf("to", to.map(LocalDate::toString))
                .put("reason", reason)
                .put("placedBy", placedBy)
                .put("placedAt", placedAt.toString())
                .putIf("releasedBy", release.map(Release::by))
                .putIf("releasedAt", release.map(end -> end.at().toString()))
                .build();
    }

    Hold released(String by, Instant at) {
        return new Hold(id, bundle, from, to, reason, placedBy, placedAt, Optional.of(new Release(by, at)));
    }
}
