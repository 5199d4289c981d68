package dev.gatehouse.audit.spool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.Events;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.Payload;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A call that waits for an answer when the process ends is told of by the next start, and only then. */
class AskedCallsTest {
    @TempDir
    Path directory;

    @Test
    void a_call_that_waited_is_abandoned_by_the_next_start() throws Exception {
        leave(List.of(Events.intent("c1"), Events.asked("c1", 0, "parked")));

        assertThat(abandonedAfterRestart()).containsExactly("c1 round 0: crash");
    }

    @Test
    void it_is_so_across_segments() throws Exception {
        try (AuditSpool spool = SpoolFixture.open(directory)) {
            append(spool, List.of(Events.intent("c1"), Events.asked("c1", 0, "inline")));
            for (int i = 0; i < 500; i++) {
                append(spool, List.of(Events.intent("n" + i), Events.outcome("n" + i)));
            }
        }

        assertThat(abandonedAfterRestart()).containsExactly("c1 round 0: crash");
    }

    @Test
    void a_call_that_went_on_was_refused_abandoned_or_detached_is_not() throws Exception {
        var refused = new AuditEvent.CallRefused(
                Events.NOON,
                Events.subject("c2").inRound(1),
                "denied",
                "no",
                List.of(),
                new Payload("00", 2, Optional.empty()));
        leave(List.of(
                Events.intent("c1"),
                Events.asked("c1", 0, "parked"),
                Events.intent("c1", 1),
                Events.intent("c2"),
                Events.asked("c2", 0, "parked"),
                refused,
                Events.intent("c3"),
                Events.asked("c3", 0, "parked"),
                new AuditEvent.CallAbandoned(Events.NOON, Events.subject("c3").call(), 0, Optional.empty(), "expired"),
                Events.intent("c4"),
                Events.asked("c4", 0, AuditEvent.CallCompleted.DETACHED)));

        assertThat(abandonedAfterRestart()).containsExactly("c3 round 0: expired");
        assertThat(SpoolFixture.events(directory))
                .filteredOn(event -> event instanceof AuditEvent.CallCompleted completed
                        && completed.outcome() == AuditEvent.Outcome.UNKNOWN_CRASH)
                .as("the second round of c1 has no outcome")
                .hasSize(1);
    }

    private void leave(List<AuditEvent> events) throws Exception {
        try (AuditSpool spool = SpoolFixture.open(directory)) {
            append(spool, events);
        }
    }

    private List<String> abandonedAfterRestart() throws Exception {
        SpoolFixture.open(directory).close();
        return SpoolFixture.events(directory).stream()
                .filter(AuditEvent.CallAbandoned.class::isInstance)
                .map(AuditEvent.CallAbandoned.class::cast)
                .map(event -> event.call() + " round " + event.round() + ": " + event.reason())
                .toList();
    }

    private static void append(AuditSpool spool, List<AuditEvent> events) throws AuditUnavailableException {
        for (AuditEvent event : events) {
            spool.append(event).awaitDurable(SpoolFixture.SOON);
        }
    }
}
