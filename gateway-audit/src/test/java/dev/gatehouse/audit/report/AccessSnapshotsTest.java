package dev.gatehouse.audit.report;

import static dev.gatehouse.audit.ship.ShipFixture.execute;
import static dev.gatehouse.audit.ship.ShipFixture.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.audit.search.Reading;
import dev.gatehouse.audit.search.Sight;
import dev.gatehouse.audit.ship.ShipFixture;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditJournal;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.Receipt;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.digest.Sha256;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Snapshots of access: kept when they differ, told first, and read back as of a time. */
class AccessSnapshotsTest {
    private final DataSource database =
            ShipFixture.migrated(TestDatabase.shared().fresh());
    private final List<AuditEvent.Administered> recorded = new ArrayList<>();
    private final AccessSnapshots snapshots = new AccessSnapshots(place(event -> {
        recorded.add((AuditEvent.Administered) event);
        return new Receipt() {
            @Override
            public void awaitWritten() {}

            @Override
            public void awaitDurable(Duration timeout) {}
        };
    }));

    private RecordedChange.Place place(AuditJournal journal) {
        return new RecordedChange.Place(database, journal, Clocks.SYSTEM);
    }

    private static Json body(String bundle, String person) {
        Json grant = Json.object()
                .put("name", bundle)
                .put("servers", Json.ofStrings(List.of("engineering")))
                .put("policies", Json.ofStrings(List.of("p")))
                .build();
        Json entry = Json.object()
                .put("kind", "tool")
                .put("name", "files_read")
                .put("upstream", "files")
                .put("access", "yes")
                .put("rules", Json.ofStrings(List.of()))
                .build();
        Json access = Json.object()
                .put("bundle", bundle)
                .put("server", "engineering")
                .put("entries", Json.of(List.of(entry)))
                .build();
        Json member = Json.object()
                .put("name", person)
                .put("active", true)
                .put("bundles", Json.ofStrings(List.of(bundle)))
                .put("groups", Json.array().add(0).build())
                .build();
        return Json.object()
                .put("bundles", Json.of(List.of(grant)))
                .put("access", Json.of(List.of(access)))
                .put("groups", Json.ofStrings(List.of("corp/dev")))
                .put("people", Json.of(List.of(member)))
                .build();
    }

    private TrailReport asOf(Instant at, Sight sight) throws Exception {
        TrailReports reports =
                new TrailReports(new Reading(database), new IntegrityReport(database, Path.of("none"), List.of()));
        ReportQuestion question = new ReportQuestion(
                ReportName.ACCESS_REVIEW, new Period(Instant.EPOCH, at), at, Optional.empty(), false, sight);
        return reports.make(question, reports.coverage(question).orElseThrow(), at);
    }

    private static List<List<String>> rows(TrailReport report, String name) {
        return report.sections().stream()
                .filter(section -> section.name().equals(name))
                .flatMap(section -> section.rows().stream())
                .toList();
    }

    @Test
    void what_is_as_the_newest_snapshot_says_is_not_kept_again() throws Exception {
        Json one = body("red", "corp/ann");
        assertThat(snapshots.keep("r1", one, "told")).isTrue();
        assertThat(snapshots.keep("r1", one, "told")).isFalse();
        assertThat(snapshots.keep("r2", body("red", "corp/bob"), "told")).isTrue();
        assertThat(snapshots.keep("r1", one, "told")).isTrue();
        assertThat(number(database, "SELECT count(*) FROM audit.access_snapshot"))
                .isEqualTo(3);
        assertThat(recorded).hasSize(3).allMatch(event -> event.action().equals(AccessSnapshots.ACTION));
        assertThat(recorded.getFirst().object()).isEqualTo(Sha256.hex(one.bytes()));
    }

    @Test
    void what_cannot_be_recorded_is_not_kept() {
        AccessSnapshots unheard = new AccessSnapshots(place(_ -> {
            throw new AuditUnavailableException("no space left");
        }));
        assertThatThrownBy(() -> unheard.keep("r1", body("red", "corp/ann"), "told"))
                .isInstanceOf(AuditUnavailableException.class);
        assertThat(number(database, "SELECT count(*) FROM audit.access_snapshot"))
                .isZero();
    }

    @Test
    void a_review_is_made_of_the_last_snapshot_before_its_time() throws Exception {
        snapshots.keep("r1", body("red", "corp/ann"), "told");
        execute(database, "UPDATE audit.access_snapshot SET taken_at = '2026-09-01 00:00Z'");
        snapshots.keep("r2", body("blue", "corp/bob"), "told");
        execute(database, "UPDATE audit.access_snapshot SET taken_at = '2026-10-01 00:00Z' WHERE revision = 'r2'");

        TrailReport september = asOf(Instant.parse("2026-09-30T00:00:00Z"), Sight.EVERYTHING);
        assertThat(rows(september, "snapshot")).contains(List.of("taken at", "2026-09-01T00:00:00Z"));
        assertThat(rows(september, "people")).containsExactly(List.of("corp/ann", "yes", "red", "corp/dev"));
        assertThat(rows(september, "access"))
                .containsExactly(List.of("red", "engineering", "tool", "files_read", "files", "yes", ""));
        TrailReport october = asOf(Instant.parse("2026-10-30T00:00:00Z"), Sight.EVERYTHING);
        assertThat(rows(october, "people")).containsExactly(List.of("corp/bob", "yes", "blue", "corp/dev"));
        TrailReport august = asOf(Instant.parse("2026-08-30T00:00:00Z"), Sight.EVERYTHING);
        assertThat(august.sections()).hasSize(1);
        assertThat(rows(august, "snapshot").getFirst().getLast()).startsWith("none: no snapshot was taken until");
    }

    @Test
    void who_sees_one_bundle_is_told_of_no_other() throws Exception {
        snapshots.keep("r1", body("red", "corp/ann"), "told");
        TrailReport report = asOf(Instant.now().plusSeconds(60), Sight.of(Set.of("blue")));
        for (String section : List.of("bundles", "access", "people")) {
            assertThat(rows(report, section)).as(section).isEmpty();
        }
        assertThat(rows(asOf(Instant.now().plusSeconds(60), Sight.of(Set.of("red"))), "people"))
                .hasSize(1);
    }

    @Test
    void an_altered_snapshot_is_told_and_nothing_of_it() throws Exception {
        snapshots.keep("r1", body("red", "corp/ann"), "told");
        execute(database, "UPDATE audit.access_snapshot SET body = '\\x00'::bytea");
        TrailReport report = asOf(Instant.now().plusSeconds(60), Sight.EVERYTHING);
        assertThat(rows(report, "snapshot")).extracting(List::getFirst).contains("ALTERED");
        assertThat(rows(report, "people")).isEmpty();
    }
}
