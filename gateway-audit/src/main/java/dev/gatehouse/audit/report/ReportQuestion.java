package dev.gatehouse.audit.report;

import dev.gatehouse.audit.search.Sight;
import dev.gatehouse.audit.segment.Position;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a report is asked for.
 *
 * @param period of what happened
 * @param asOf for what is as of a time
 * @param through as far as the ends of these blocks; as far as there are any when empty
 * @param whole the integrity of all that there is, whatever the period
 * @param sight which bundles
 */
public record ReportQuestion(
        ReportName name,
        Period period,
        Instant asOf,
        Optional<Map<String, Position>> through,
        boolean whole,
        Sight sight) {}
