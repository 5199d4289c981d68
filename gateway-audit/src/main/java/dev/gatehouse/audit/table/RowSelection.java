package dev.gatehouse.audit.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.audit.event.EpochNanos;
import dev.gatehouse.audit.event.EventKeep;
import dev.gatehouse.audit.event.Lifetime;
import dev.gatehouse.audit.segment.RecordKind;
import dev.gatehouse.core.json.Json;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Which records somebody asks for. Blocks and the starts of epochs always are: they prove the others and tell of nobody.
 *
 * @param from not before
 * @param to before
 * @param lifetime one day of what is kept for so long
 */
public record RowSelection(
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<String> bundle,
        Optional<String> agent,
        Optional<Lifetime> lifetime) {
    public static final RowSelection ALL =
            new RowSelection(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public static RowSelection of(Lifetime lifetime) {
        return new RowSelection(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(lifetime));
    }

    public boolean takes(CopiedRow row) {
        if (row.record().kind() != RecordKind.EVENT) {
            return true;
        }
        return isInTime(row)
                && is(bundle, row, Column.BUNDLE)
                && is(agent, row, Column.AGENT)
                && lifetime.map(of -> of.equals(EventKeep.of(row.record().head())))
                        .orElse(true);
    }

    /** As an export says what was asked for. */
    public Json json() {
        return Json.object()
                .putIf("from", from.map(Instant::toString))
                .putIf("to", to.map(Instant::toString))
                .putIf("bundle", bundle)
                .putIf("agent", agent)
                .putIf("day", lifetime.map(of -> of.day().toString()))
                .putIf("keep", lifetime.map(of -> Integer.toString(of.days())))
                .build();
    }

    private boolean isInTime(CopiedRow row) {
        // A dead letter has no columns; it was written when it happened.
        long at = row.value(Column.AT)
                .map(micros -> micros.getLong())
                .orElseGet(() -> TimeUnit.NANOSECONDS.toMicros(row.record().wallNanos()));
        return from.map(limit -> at >= micros(limit)).orElse(true)
                && to.map(limit -> at < micros(limit)).orElse(true);
    }

    private static boolean is(Optional<String> wanted, CopiedRow row, Column column) {
        return wanted.isEmpty()
                || row.value(column)
                        .map(value -> UTF_8.decode(value).toString())
                        .equals(wanted);
    }

    private static long micros(Instant at) {
        return TimeUnit.NANOSECONDS.toMicros(EpochNanos.of(at));
    }
}
