package dev.gatehouse.server.trail;

import dev.gatehouse.audit.search.FoundEvent;
import dev.gatehouse.audit.search.Usage;
import dev.gatehouse.auth.admin.shape.About;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The answers of {@link TrailRoutes}. */
final class TrailViews {
    private TrailViews() {}

    record EventList(
            @About("The newest first.") List<FoundEvent> events,

            @About("The cursor of the page after this one, if there is one.")
            Optional<String> next) {}

    record EventView(
            FoundEvent event,

            @About("The record as it was written, a JSON object; see docs/audit-format.md. What stands under keys"
                    + " that are there is put back.")
            Optional<String> body,

            @About("The same in hexadecimal digits, where it is no UTF-8.")
            Optional<String> bodyHex,

            @About("What is kept of arguments or result; for those who may read it and ask for it.")
            Optional<String> payload,

            @About("The same in hexadecimal digits, where it is no UTF-8.")
            Optional<String> payloadHex) {}

    record CallEvents(
            String call,

            @About("Of all its rounds, in the order of their times.")
            List<EventView> events) {}

    record Arrivals(
            @About("Of each gateway in its order.") List<FoundEvent> events,
            @About("What to ask for next with `after`.") String after,
            @About("There is more already.") boolean more) {}

    record TraceTree(
            String trace, @About("The first first.") List<TraceStep> steps) {}

    record SessionTree(
            String session,

            @About("How it began, and how it ended if somebody ended it.")
            List<FoundEvent> life,

            @About("The first first.") List<TraceStep> steps) {}

    record TraceStep(
            @About(
                    "The span of the caller that made the calls, 16 hexadecimal digits; empty where the caller named none.")
            String span,

            List<TracedCall> calls) {}

    record TracedCall(
            String call,

            @About("Of all its rounds, in the order of their times.")
            List<FoundEvent> events) {}

    record UsageList(
            Instant from,
            Instant to,

            @About("What was called most first; at most 1,000.")
            List<UsageView> usage) {}

    record UsageView(
            String of,
            long calls,
            long refused,
            long failed,
            long bytes,
            Optional<Long> medianMicros,
            Optional<Long> p95Micros,

            @About(
                    "What those of its calls cost that were under a budget, in US dollars, of whole days by UTC; for those who see everything.")
            Optional<String> usd) {
        static UsageView of(Usage usage, Optional<String> usd) {
            return new UsageView(
                    usage.of(),
                    usage.calls(),
                    usage.refused(),
                    usage.failed(),
                    usage.bytes(),
                    usage.medianMicros(),
                    usage.p95Micros(),
                    usd);
        }
    }
}
