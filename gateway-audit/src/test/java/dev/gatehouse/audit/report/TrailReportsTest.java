package dev.gatehouse.audit.report;

import static dev.gatehouse.audit.ship.ShipFixture.HURRIED;
import static dev.gatehouse.audit.ship.ShipFixture.execute;
import static dev.gatehouse.testkit.wait.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.Events;
import dev.gatehouse.audit.proof.SealingKey;
import dev.gatehouse.audit.search.Reading;
import dev.gatehouse.audit.search.Sight;
import dev.gatehouse.audit.ship.AuditShipper;
import dev.gatehouse.audit.ship.ShipFixture;
import dev.gatehouse.audit.spool.AuditSpool;
import dev.gatehouse.audit.spool.FsyncObserver;
import dev.gatehouse.audit.spool.Sealing;
import dev.gatehouse.audit.spool.SpoolSettings;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.BeforeAfter;
import dev.gatehouse.core.audit.Payload;
import dev.gatehouse.core.audit.Receipt;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonPointer;
import dev.gatehouse.core.policy.CallId;
import dev.gatehouse.core.policy.Detection;
import dev.gatehouse.core.policy.Finding;
import dev.gatehouse.core.policy.Place;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each report over a real trail: what its rows say, and that they say the same again. */
class TrailReportsTest {
    private static final SealingKey KEY = SealingKey.generate();
    private static final Instant NOON = Events.NOON;
    private static final Period DAY = new Period(NOON.minusSeconds(3_600), NOON.plusSeconds(3_600));
    private static final Payload NOTHING = new Payload("ab".repeat(32), 2, Optional.empty());

    @TempDir
    private Path directory;

    private DataSource database;
    private AuditSpool spool;
    private TrailReports reports;

    @BeforeEach
    void open() throws Exception {
        database = ShipFixture.migrated(TestDatabase.shared().fresh());
        spool = AuditSpool.open(
                directory.resolve("spool"),
                new SpoolSettings(1 << 20, 1 << 30, Duration.ofHours(1)),
                new Sealing(KEY, _ -> 0, _ -> {}),
                Clocks.SYSTEM,
                FsyncObserver.NONE);
        Path keys = Files.writeString(directory.resolve("audit.pub"), KEY.publicKey() + "\n");
        reports = new TrailReports(new Reading(database), new IntegrityReport(database, keys, List.of()));
    }

    @AfterEach
    void close() throws IOException {
        spool.close();
    }

    /** They are shipped and sealed when this returns. */
    private void record(AuditEvent... events) throws Exception {
        Optional<Receipt> last = Optional.empty();
        for (AuditEvent event : events) {
            last = Optional.of(spool.append(event));
        }
        last.orElseThrow().awaitDurable(Duration.ofSeconds(10));
        try (AuditShipper _ = AuditShipper.start(spool, database, HURRIED, Clocks.SYSTEM)) {
            until("all is sealed and shipped", this::isSealed);
        }
    }

    private boolean isSealed() {
        if (spool.stats().unshippedRecords() > 0) {
            return false;
        }
        return ShipFixture.number(
                        database,
                        "SELECT count(*) FROM audit.event WHERE (epoch, seq) > ALL (SELECT"
                                + " (header_json->'last'->>0)::bigint, (header_json->'last'->>1)::bigint FROM (SELECT"
                                + " convert_from(header, 'UTF8')::json AS header_json FROM audit.block) headers)")
                == 0;
    }

    private static ReportQuestion question(ReportName name) {
        return new ReportQuestion(name, DAY, DAY.to(), Optional.empty(), false, Sight.EVERYTHING);
    }

    private TrailReport make(ReportQuestion question) throws Exception {
        return reports.make(question, reports.coverage(question).orElseThrow(), Instant.now());
    }

    private List<List<String>> rows(ReportQuestion question, String section) throws Exception {
        return make(question).sections().stream()
                .filter(one -> one.name().equals(section))
                .findFirst()
                .orElseThrow()
                .rows();
    }

    private static AuditEvent administered(String action, String object, String detail, BeforeAfter change) {
        return new AuditEvent.Administered(NOON, "corp/alice", action, object, detail, change);
    }

    private static Finding finding(String rule, String decision, Detection... detections) {
        return new Finding(new StageId(rule), decision, "because", List.of(detections));
    }

    private static AuditEvent attempted(String call, Finding... findings) {
        return new AuditEvent.CallAttempted(NOON, Events.subject(call), List.of(findings), NOTHING);
    }

    private static AuditEvent masked(String call) {
        return new AuditEvent.CallCompleted(
                NOON.plusSeconds(1),
                new CallId(call),
                0,
                Optional.of(new BundleName("engineering")),
                AuditEvent.Outcome.OK,
                "",
                Duration.ofMillis(1),
                List.of(finding(
                        "pii[0]",
                        "redact",
                        new Detection("pii.email", 90, new Place(JsonPointer.parse("/text"), 0, 5)))),
                Optional.of(NOTHING));
    }

    private static AuditEvent refused(String call) {
        return new AuditEvent.CallRefused(
                NOON, Events.subject(call), "denied", "not here", List.of(finding("tools[0]", "deny")), NOTHING);
    }

    @Test
    void the_same_question_as_far_as_the_same_blocks_has_the_same_rows_and_digest() throws Exception {
        record(refused("c1"), attempted("c2"), masked("c2"), administered("role.grant", "bob", "", BeforeAfter.UNSAID));
        for (ReportName name : ReportName.values()) {
            TrailReport first = make(question(name));
            assertThat(make(question(name)).sha256()).as(name.label()).isEqualTo(first.sha256());
        }
        TrailReport first = make(question(ReportName.POLICY));
        record(refused("c3"), administered("role.take", "bob", "", BeforeAfter.UNSAID));
        assertThat(make(question(ReportName.POLICY)).sha256()).isNotEqualTo(first.sha256());
        ReportQuestion asBefore = new ReportQuestion(
                ReportName.POLICY, DAY, DAY.to(), Coverage.read(first.coverage().key()), false, Sight.EVERYTHING);
        assertThat(make(asBefore)).isEqualTo(first);
    }

    @Test
    void a_place_that_is_no_end_of_a_block_is_refused() throws Exception {
        record(refused("c1"));
        String gateway = spool.gatewayId();
        ReportQuestion question = new ReportQuestion(
                ReportName.POLICY, DAY, DAY.to(), Coverage.read(gateway + "/7/7"), false, Sight.EVERYTHING);
        assertThat(reports.coverage(question)).isEmpty();
        assertThat(Coverage.read("g/1")).isEmpty();
        assertThat(Coverage.read("")).isEmpty();
    }

    @Test
    void policy_counts_findings_by_rule_caller_tool_and_type() throws Exception {
        record(refused("c1"), refused("c2"), attempted("c3", finding("trial[1]", "would_deny")), masked("c3"));
        ReportQuestion question = question(ReportName.POLICY);
        assertThat(rows(question, "rules"))
                .containsExactly(
                        List.of("tools[0]", "deny", "engineering", "2"),
                        List.of("pii[0]", "redact", "engineering", "1"),
                        List.of("trial[1]", "would_deny", "engineering", "1"));
        assertThat(rows(question, "refusals")).containsExactly(List.of("denied", "engineering", "not here", "2"));
        assertThat(rows(question, "callers")).contains(List.of("agent release-bot", "redact", "1"));
        assertThat(rows(question, "tools")).contains(List.of("engineering", "files_read_file", "redact", "1"));
        assertThat(rows(question, "detections")).containsExactly(List.of("pii.email", "pii[0]", "redact", "1"));
        assertThat(rows(question, "examples"))
                .hasSize(4)
                .allMatch(row -> row.get(1).startsWith(spool.gatewayId()));
    }

    @Test
    void who_sees_one_bundle_finds_what_rules_did_there() throws Exception {
        record(refused("c1"));
        ReportQuestion others = new ReportQuestion(
                ReportName.POLICY, DAY, DAY.to(), Optional.empty(), false, Sight.of(Set.of("sales")));
        assertThat(rows(others, "rules")).isEmpty();
        ReportQuestion theirs = new ReportQuestion(
                ReportName.POLICY, DAY, DAY.to(), Optional.empty(), false, Sight.of(Set.of("engineering")));
        assertThat(rows(theirs, "rules")).hasSize(1);
    }

    @Test
    void approvals_are_told_with_who_decided_and_what_became_of_them() throws Exception {
        Json about = Json.object()
                .put("kind", "agent")
                .put("requester", "release-bot")
                .put("bundle", "engineering")
                .build();
        record(
                administered("approval.asked", "a1", "agent release-bot: tools/call x", BeforeAfter.created(about)),
                administered("approval.approve", "a1", "agent release-bot: tools/call x", BeforeAfter.UNSAID),
                attempted("c1", new Finding(new StageId("approval"), "approved", "approval a1 by corp/alice")),
                administered("approval.asked", "a2", "other", BeforeAfter.created(about)),
                administered("approval.expire", "a2", "not decided or not used in time", BeforeAfter.UNSAID),
                administered("approval.standing.grant", "s1", "all of it", BeforeAfter.UNSAID),
                attempted(
                        "c2", new Finding(new StageId("approval"), "approved", "standing approval s1 by corp/alice")));
        List<List<String>> requests = rows(question(ReportName.APPROVALS), "requests");
        assertThat(requests).extracting(List::getFirst).containsExactly("a1", "a2");
        assertThat(requests.getFirst().get(2)).isEqualTo("agent release-bot");
        assertThat(requests.getFirst().get(5)).startsWith("approved by corp/alice at ");
        assertThat(requests.getFirst().getLast()).startsWith("call c1 at ");
        assertThat(requests.getLast().get(7)).isEqualTo("expired");
        assertThat(rows(question(ReportName.APPROVALS), "standing"))
                .singleElement()
                .satisfies(row -> assertThat(row.getLast()).isEqualTo("1"));
    }

    @Test
    void changes_are_told_with_before_and_after_and_questions_are_only_counted() throws Exception {
        record(
                administered("role.grant", "bob", "auditor", BeforeAfter.changed("roles", "none", "auditor")),
                administered("audit.search", "agent=x", "", BeforeAfter.UNSAID),
                administered("audit.search", "agent=y", "", BeforeAfter.UNSAID),
                new AuditEvent.RevisionActivated(
                        NOON.plusSeconds(9), "two", "SIGHUP", Optional.of("one"), List.of("bundles.sales")));
        List<List<String>> changes = rows(question(ReportName.CHANGES), "changes");
        assertThat(changes).extracting(row -> row.get(2)).containsExactly("role.grant", "revision_activated");
        assertThat(changes.getFirst().get(6)).isEqualTo("{\"roles\":\"auditor\"}");
        assertThat(changes.getLast()).contains("changed: bundles.sales", "one", "two");
        assertThat(rows(question(ReportName.CHANGES), "questions"))
                .containsExactly(List.of("corp/alice", "audit.search", "2"));
    }

    @Test
    void retention_tells_of_times_as_they_were_and_of_holds() throws Exception {
        AccessSnapshots snapshots = new AccessSnapshots(new RecordedChange.Place(database, spool, Clocks.SYSTEM));
        snapshots.keep("one", keeps(400), "a");
        snapshots.keep("two", keeps(400), "b");
        snapshots.keep("three", keeps(30), "c");
        record(administered("audit.hold.placed", "hold-1", "everything: case 12", BeforeAfter.UNSAID));
        Period now = new Period(Instant.EPOCH, Instant.now().plusSeconds(60));
        ReportQuestion question =
                new ReportQuestion(ReportName.RETENTION, now, now.to(), Optional.empty(), false, Sight.EVERYTHING);
        assertThat(rows(question, "times"))
                .extracting(row -> row.get(1) + " " + row.get(2) + " " + row.get(3))
                .containsExactly("one sales 400", "three sales 30");
        assertThat(rows(question, "records")).extracting(row -> row.get(2)).containsExactly("audit.hold.placed");
        assertThat(rows(question, "overdue")).isEmpty();
    }

    private static Json keeps(long days) {
        Json kept = Json.object()
                .put("bundle", "sales")
                .put("days", days)
                .put("payloads", "digest")
                .build();
        return Json.object()
                .put("keeps", Json.of(List.of(kept)))
                .put("salt", days)
                .build();
    }

    @Test
    void integrity_finds_what_was_altered_and_is_whole_otherwise() throws Exception {
        record(refused("c1"), refused("c2"));
        ReportQuestion question = new ReportQuestion(
                ReportName.INTEGRITY,
                new Period(Instant.EPOCH, Instant.now().plusSeconds(60)),
                Instant.now(),
                Optional.empty(),
                false,
                Sight.EVERYTHING);
        assertThat(rows(question, "verdict")).contains(List.of("verdict", "whole"));
        ReportQuestion whole =
                new ReportQuestion(ReportName.INTEGRITY, DAY, DAY.to(), Optional.empty(), true, Sight.EVERYTHING);
        assertThat(rows(whole, "verdict")).contains(List.of("verdict", "whole"));
        TrailReport before = make(question);
        execute(database, "UPDATE audit.event SET subject = 'somebody' WHERE call_id = 'c1'");
        assertThat(rows(question, "verdict")).contains(List.of("verdict", "altered"));
        assertThat(rows(question, "faults")).isNotEmpty();
        assertThat(make(question).sha256()).isNotEqualTo(before.sha256());
    }
}
