package dev.gatehouse.audit.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.Events;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.CallSubject;
import dev.gatehouse.core.audit.Payload;
import dev.gatehouse.core.json.JsonPointer;
import dev.gatehouse.core.policy.CallId;
import dev.gatehouse.core.policy.Detection;
import dev.gatehouse.core.policy.Finding;
import dev.gatehouse.core.policy.Glob;
import dev.gatehouse.core.policy.Place;
import dev.gatehouse.core.policy.StageId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What each rule makes of events. */
class RulesTest {
    private static final Payload NONE = new Payload("ab".repeat(32), 2, Optional.empty());

    private final AlertBook book = new AlertBook();
    private final List<FirstUse> asked = new ArrayList<>();
    private final ActiveRules rules = new ActiveRules(book, asked::add, text -> text.replace("ghp_key", "(secret)"));
    private Instant now = AlertWorld.NOON;
    private int calls;

    private void holds(AlertCheck check) {
        rules.adopt(List.of(new AlertRule("rule", Severity.WARNING, Set.of(), check, check)));
    }

    private void see(AuditEvent event) {
        Occurrence.of(event).ifPresent(occurrence -> rules.see(occurrence, now));
    }

    private void call(AuditEvent.Outcome outcome) {
        String id = "c" + calls++;
        see(new AuditEvent.CallAttempted(now, Events.subject(id), List.of(), NONE));
        see(new AuditEvent.CallCompleted(
                now, new CallId(id), 0, Optional.empty(), outcome, "", Duration.ZERO, List.of(), Optional.empty()));
    }

    private List<String> keys() {
        return book.all().stream().map(Alert::key).sorted().toList();
    }

    @Test
    void failures_count_by_upstream_and_server_once_there_are_enough_calls() {
        holds(new AlertCheck.ErrorRate(50, 20, AlertWorld.WITHIN));
        for (int i = 0; i < 9; i++) {
            call(AuditEvent.Outcome.LOST);
            call(AuditEvent.Outcome.OK);
        }
        assertThat(keys()).as("18 calls").isEmpty();
        call(AuditEvent.Outcome.OK);
        call(AuditEvent.Outcome.TOOL_ERROR);
        assertThat(keys()).containsExactly("server engineering", "upstream files");
        assertThat(book.all().getFirst().text()).startsWith("10 of 20 calls within 5 min failed");
    }

    @Test
    void failures_of_long_ago_and_what_people_ended_do_not_count() {
        holds(new AlertCheck.ErrorRate(50, 20, AlertWorld.WITHIN));
        for (int i = 0; i < 19; i++) {
            call(AuditEvent.Outcome.LOST);
        }
        now = now.plus(Duration.ofMinutes(6));
        for (int i = 0; i < 19; i++) {
            call(AuditEvent.Outcome.CANCELLED);
        }
        call(AuditEvent.Outcome.LOST);
        assertThat(keys()).isEmpty();
    }

    @Test
    void a_flood_that_was_summed_up_counts_as_many() {
        holds(AlertWorld.FAILED.check());
        see(new AuditEvent.CallRejected(now, Optional.empty(), "192.0.2.9", "expired", 9));
        assertThat(keys()).isEmpty();
        see(new AuditEvent.CallRejected(now, Optional.empty(), "192.0.2.8", "expired", 1));
        see(new AuditEvent.CallRejected(now, Optional.empty(), "192.0.2.9", "expired", 1));
        assertThat(keys()).containsExactly("peer 192.0.2.9");
    }

    @Test
    void a_burst_is_far_above_what_the_agent_usually_does() {
        holds(new AlertCheck.Burst(10, 50, AlertWorld.WITHIN));
        for (int stretch = 0; stretch < BurstWatch.LEARNED_AFTER; stretch++) {
            for (int i = 0; i < 6; i++) {
                call(AuditEvent.Outcome.OK);
            }
            now = now.plus(AlertWorld.WITHIN);
        }
        for (int i = 0; i < 59; i++) {
            call(AuditEvent.Outcome.OK);
        }
        assertThat(keys()).isEmpty();
        call(AuditEvent.Outcome.OK);
        assertThat(keys()).containsExactly("agent release-bot");
    }

    @Test
    void outside_the_hours_is_by_the_time_of_the_call() {
        holds(new AlertCheck.UnusualHours(at -> at.isBefore(AlertWorld.NOON)));
        now = AlertWorld.NOON.minusSeconds(1);
        call(AuditEvent.Outcome.OK);
        assertThat(keys()).isEmpty();
        now = AlertWorld.NOON;
        call(AuditEvent.Outcome.OK);
        assertThat(keys()).containsExactly("agent release-bot");
    }

    @Test
    void the_trail_is_asked_once_about_each_tool_of_an_agent() {
        holds(new AlertCheck.FirstUse(Duration.ofDays(30)));
        call(AuditEvent.Outcome.OK);
        call(AuditEvent.Outcome.OK);
        assertThat(asked)
                .extracting(FirstUse::key)
                .containsExactly("agent release-bot, tool files_read_file of engineering");
        now = now.plus(Duration.ofDays(31));
        call(AuditEvent.Outcome.OK);
        assertThat(asked).hasSize(2);
    }

    @Test
    void detections_are_told_by_type_and_agent_and_never_what_was_seen() {
        Match match = new Match(Set.of(), Map.of(), List.of(new Glob("secret.*")));
        holds(new AlertCheck.Count(match, List.of(Field.AGENT), true, 1, AlertWorld.WITHIN));
        Detection key = new Detection("secret.github", 100, Place.whole(JsonPointer.parse("")));
        Detection mail = new Detection("pii.email", 100, Place.whole(JsonPointer.parse("")));
        see(new AuditEvent.CallAttempted(
                now,
                Events.subject("c"),
                List.of(new Finding(new StageId("s"), "redact", "seen", List.of(key, mail))),
                NONE));
        assertThat(keys()).containsExactly("secret.github, agent release-bot");
    }

    @Test
    void texts_from_outside_are_bounded_on_one_line_and_without_keys() {
        Match match = new Match(Set.of(), Map.of(Field.TOOL, List.of(new Glob("*"))), List.of());
        holds(new AlertCheck.Count(match, List.of(Field.TOOL), false, 1, AlertWorld.WITHIN));
        CallSubject plain = Events.subject("c");
        CallSubject odd = new CallSubject(
                plain.call(),
                0,
                plain.method(),
                "ghp_key\n\u202Eevil \"<b>" + "x".repeat(5_000),
                Optional.empty(),
                plain.server(),
                plain.bundle(),
                plain.principal(),
                plain.owner(),
                plain.version(),
                plain.client(),
                plain.session(),
                plain.traceParent(),
                plain.peer());
        see(new AuditEvent.CallRefused(now, odd, "unknown", "unknown", List.of(), NONE));
        Alert alert = book.all().getFirst();
        assertThat(alert.text())
                .contains("\"(secret) evil '<b>xxx")
                .doesNotContain("\n", "\u202E")
                .hasSizeLessThan(1_100);
        assertThat(AlertNotice.of(alert, Standing.News.RAISED, "g").subject())
                .doesNotContain("\n", "\u202E")
                .hasSizeLessThanOrEqualTo(200);
        assertThat(alert.toString()).doesNotContain("ghp_key");
    }

    @Test
    void the_worst_find_room_when_there_is_none() {
        for (int i = 0; i < AlertBook.OPEN_MAX; i++) {
            book.sighted(AlertWorld.FAILED, "k" + i, "t", now);
        }
        book.sighted(AlertWorld.FAILED, "one more", "t", now);
        assertThat(book.left()).isEqualTo(1);
        AlertRule full = new AlertRule(
                "full", Severity.CRITICAL, Set.of(), new AlertCheck.Level(Gauge.SPOOL_REFUSES, 0), "full");
        book.sighted(full, "", "t", now);
        assertThat(book.size()).isEqualTo(AlertBook.OPEN_MAX);
        assertThat(book.all()).extracting(Alert::rule).contains("full");
    }

    @Test
    void a_rule_that_did_not_change_goes_on_counting_after_a_reload() {
        rules.adopt(List.of(AlertWorld.FAILED));
        see(new AuditEvent.CallRejected(now, Optional.empty(), "192.0.2.9", "expired", 9));
        rules.adopt(List.of(AlertWorld.FAILED));
        see(new AuditEvent.CallRejected(now, Optional.empty(), "192.0.2.9", "expired", 1));
        assertThat(keys()).hasSize(1);
    }
}
