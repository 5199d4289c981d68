package dev.gatehouse.audit.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.Events;
import dev.gatehouse.audit.event.EncodedEvent;
import dev.gatehouse.audit.event.EventCodec;
import dev.gatehouse.audit.event.EventGuard;
import dev.gatehouse.audit.event.EventType;
import dev.gatehouse.audit.segment.Position;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.json.Json;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What OCSF 1.3 requires of each class that is used. */
class OcsfTest {
    private static final List<String> OF_ALL = List.of(
            "activity_id", "category_uid", "class_uid", "metadata", "severity_id", "time", "type_uid", "status_id");
    private static final Map<Long, List<String>> OF_CLASS = Map.of(
            0L, List.of(),
            6003L, List.of("actor", "api", "src_endpoint"),
            3002L, List.of("user", "service"),
            3004L, List.of("entity", "actor"),
            6002L, List.of("app"));

    private static Json ocsf(AuditEvent event) {
        EncodedEvent encoded = EventCodec.encode(event, 30, 1 << 20, EventGuard.NONE);
        return SinkFormat.OCSF.of(new TrailRecord(
                "g", new Position(1, 2), EventType.of(event).label(), Events.NOON, encoded.head(), Optional.empty()));
    }

    private static long number(Json event, String name) {
        return event.member(name).orElseThrow().integer().orElseThrow();
    }

    @Test
    void every_kind_of_event_has_what_its_class_requires() {
        Set<EventType> seen = EnumSet.noneOf(EventType.class);
        for (AuditEvent event : Events.oneOfEach()) {
            Json mapped = ocsf(event);
            seen.add(EventType.of(event));
            long of = number(mapped, "class_uid");
            assertThat(mapped.members()).as(event.toString()).containsKeys(OF_ALL.toArray(String[]::new));
            assertThat(OF_CLASS).containsKey(of);
            assertThat(mapped.members().keySet()).as(event.toString()).containsAll(OF_CLASS.get(of));
            assertThat(number(mapped, "type_uid")).isEqualTo(of * 100 + number(mapped, "activity_id"));
            assertThat(mapped.member("unmapped").flatMap(all -> all.member("gatehouse")))
                    .as("nothing is lost")
                    .contains(EventCodec.encode(event, 30, 1 << 20, EventGuard.NONE)
                            .head());
        }
        assertThat(seen).containsExactlyInAnyOrder(EventType.values());
    }

    @Test
    void a_call_says_who_called_what_from_where_and_its_outcome_is_found_by_its_id() {
        Json attempted = ocsf(Events.intent("c1"));
        assertThat(text(attempted, "actor", "user", "uid")).contains("release-bot");
        assertThat(text(attempted, "api", "operation")).contains("tools/call");
        assertThat(text(attempted, "api", "service", "name")).contains("engineering");
        assertThat(text(attempted, "src_endpoint", "ip")).contains("192.0.2.7");
        assertThat(attempted
                        .member("resources")
                        .orElseThrow()
                        .elements()
                        .getFirst()
                        .text("name"))
                .contains("files_read_file");
        assertThat(number(attempted, "time")).isEqualTo(Events.NOON.toEpochMilli());
        Json completed = ocsf(Events.outcome("c1"));
        assertThat(text(completed, "metadata", "correlation_uid"))
                .isEqualTo(text(attempted, "metadata", "correlation_uid"))
                .contains("c1");
        assertThat(number(completed, "status_id")).isEqualTo(1);
        assertThat(text(completed, "metadata", "uid")).contains("g/1/2");
    }

    private static Optional<String> text(Json from, String... path) {
        Json at = from;
        for (String name : path) {
            at = at.member(name).orElseThrow();
        }
        return at.string();
    }
}
