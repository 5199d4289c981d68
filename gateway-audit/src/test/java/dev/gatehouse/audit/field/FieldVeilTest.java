package dev.gatehouse.audit.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.audit.Events;
import dev.gatehouse.audit.event.EncodedEvent;
import dev.gatehouse.audit.event.EventCodec;
import dev.gatehouse.audit.event.EventGuard;
import dev.gatehouse.audit.ship.ShipFixture;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditField;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.BeforeAfter;
import dev.gatehouse.core.audit.FieldClass;
import dev.gatehouse.core.audit.FieldClasses;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FieldVeilTest {
    private static final FieldClasses ENCRYPTED = new FieldClasses(
            Map.of(AuditField.SUBJECT, FieldClass.ENCRYPTED, AuditField.ARGUMENTS, FieldClass.ENCRYPTED));

    @TempDir
    Path directory;

    private SubjectKeys keys;

    @BeforeEach
    void open() throws Exception {
        keys = FieldFixture.keys(
                directory.resolve("keys"),
                ShipFixture.migrated(TestDatabase.shared().fresh()));
    }

    @AfterEach
    void close() {
        keys.close();
    }

    private EncodedEvent veiled(FieldClasses classes, AuditEvent event) throws AuditUnavailableException {
        return FieldFixture.veil(classes, keys).veil(event, EventCodec.encode(event, 400, 1 << 20, EventGuard.NONE));
    }

    private static FieldClasses only(AuditField field, FieldClass wanted) {
        return new FieldClasses(Map.of(field, wanted));
    }

    private static AuditEvent.Administered change(String actor, String action, String object, String detail) {
        return new AuditEvent.Administered(Events.NOON, actor, action, object, detail);
    }

    @Test
    void an_event_of_plain_fields_is_the_very_same() throws Exception {
        EncodedEvent written = EventCodec.encode(Events.intent("c"), 400, 1 << 20, EventGuard.NONE);
        assertThat(FieldFixture.veil(FieldClasses.PLAIN, keys).veil(Events.intent("c"), written))
                .isSameAs(written);
        assertThat(Files.exists(directory.resolve("keys"))).isFalse();
    }

    @Test
    void a_name_is_one_pseudonym_wherever_it_stands() throws Exception {
        Json principal =
                veiled(ENCRYPTED, Events.intent("c")).head().member("principal").orElseThrow();
        String id = principal.text("subject").orElseThrow();
        assertThat(id).matches("~[0-9a-f]{32}");
        Json change = veiled(
                        ENCRYPTED, change("alice", "agent.renew", "release-bot", "by release-bot, for release-bots"))
                .head();
        assertThat(change.text("object")).contains(id);
        assertThat(change.text("detail")).contains("by " + id + ", for release-bots");
    }

    @Test
    void who_administers_keeps_the_form_of_name_and_id() throws Exception {
        String actor = "corp/ann (person 01990000-0000-7000-8000-000000000001)";
        String written = veiled(ENCRYPTED, change(actor, "pin.take", "files", ""))
                .head()
                .text("actor")
                .orElseThrow();
        assertThat(written).matches("~[0-9a-f]{32} \\(person ~[0-9a-f]{32}\\)");
        assertThat(Names.in(keys, List.of(written)).put(written)).isEqualTo(actor);
        assertThat(Names.forms(keys, actor)).contains(actor, written);
    }

    @Test
    void words_name_nobody_whose_key_is_known() throws Exception {
        keys.of("corp/bob", Optional.empty());
        Json asked = veiled(ENCRYPTED, change("alice", "audit.search", "subject=corp/bob from=2026", ""))
                .head();
        assertThat(asked.text("object").orElseThrow()).doesNotContain("bob").startsWith("subject=~");
    }

    @Test
    void a_hash_is_the_same_each_time_and_found_by_its_name() throws Exception {
        FieldClasses hashed = only(AuditField.SUBJECT, FieldClass.HMAC);
        String first = veiled(hashed, change("alice", "x", "y", ""))
                .head()
                .text("actor")
                .orElseThrow();
        assertThat(first).startsWith("#1.");
        assertThat(veiled(hashed, change("alice", "x", "y", "")).head().text("actor"))
                .contains(first);
        assertThat(keys.seal().allHashed("alice")).containsExactly(first);
        assertThat(Files.exists(directory.resolve("keys"))).isFalse();
    }

    @Test
    void what_is_dropped_is_gone_and_the_record_says_so() throws Exception {
        FieldClasses dropped = new FieldClasses(Map.of(
                AuditField.OWNER, FieldClass.DROPPED,
                AuditField.PEER, FieldClass.DROPPED,
                AuditField.GROUPS, FieldClass.DROPPED,
                AuditField.REASONS, FieldClass.DROPPED,
                AuditField.ARGUMENTS, FieldClass.DROPPED));
        EncodedEvent veiled = veiled(
                dropped,
                Events.intent("c", Optional.of(Json.object().put("a", 1).build())));
        assertThat(veiled.head().toString())
                .doesNotContain("alice", "192.0.2.7", "Engineering", "the tool is allowed", "sha256")
                .contains("\"arguments\":{\"bytes\":17}")
                .contains("\"fields\":{\"owner\":\"dropped\",\"peer\":\"dropped\",\"groups\":\"dropped\","
                        + "\"reasons\":\"dropped\",\"arguments\":\"dropped\"}");
        assertThat(veiled.kept()).isEmpty();
    }

    @Test
    void an_address_in_words_goes_the_way_of_addresses() throws Exception {
        FieldClasses dropped = only(AuditField.PEER, FieldClass.DROPPED);
        Json login = veiled(dropped, change("gatehouse", "login", "session 1", "password, from 192.0.2.7, at 12:30:45"))
                .head();
        assertThat(login.text("detail")).contains("password, from (dropped), at 12:30:45");
    }

    @Test
    void the_word_that_recovery_reads_stays() throws Exception {
        AuditEvent asked = Events.asked("c", 0, AuditEvent.CallCompleted.DETACHED);
        Json head = veiled(only(AuditField.REASONS, FieldClass.DROPPED), asked).head();
        assertThat(head.text("detail")).contains(AuditEvent.CallCompleted.DETACHED);
    }

    @Test
    void a_payload_opens_in_its_own_record_alone() throws Exception {
        Json plain = Json.object().put("a", "secret").build();
        EncodedEvent one = veiled(ENCRYPTED, Events.intent("c1", Optional.of(plain)));
        EncodedEvent other = veiled(ENCRYPTED, Events.intent("c2", Optional.of(plain)));
        byte[] kept = one.kept().orElseThrow().bytes();
        Names names = Names.in(keys, List.of(new String(kept, java.nio.charset.StandardCharsets.UTF_8)));
        assertThat(names.payload(one.head().bytes(), kept)).isEqualTo(plain.bytes());
        assertThat(names.payload(other.head().bytes(), kept)).isEqualTo(kept);
        assertThat(one.head().member("arguments").orElseThrow().text("hmac")).isPresent();
    }

    @Test
    void a_result_without_a_caller_is_dropped_rather_than_kept_plain() throws Exception {
        AuditEvent event =
                Events.outcome("c", Optional.of(Json.object().put("a", "secret").build()));
        EncodedEvent veiled = veiled(only(AuditField.RESULTS, FieldClass.ENCRYPTED), event);
        assertThat(veiled.kept()).isEmpty();
        assertThat(veiled.head().toString()).contains("\"fields\":{\"results\":\"dropped\"}");
    }

    @Test
    void what_a_change_made_of_somebody_goes_under_their_key() throws Exception {
        AuditEvent event = new AuditEvent.Administered(
                Events.NOON, "alice", "user.update", "corp/bob", "", BeforeAfter.changed("email", "b@x", "c@x"));
        Json head =
                veiled(only(AuditField.CHANGES, FieldClass.ENCRYPTED), event).head();
        assertThat(head.member("before").orElseThrow().text("encrypted"))
                .contains(keys.known("corp/bob").orElseThrow().id());
        Names names = Names.in(keys, List.of(head.toString()));
        assertThat(new String(names.record(head.bytes()), java.nio.charset.StandardCharsets.UTF_8))
                .contains("\"before\":{\"email\":\"b@x\"}");
    }

    @Test
    void no_key_is_made_for_a_name_that_nobody_proved() throws Exception {
        AuditEvent event = new AuditEvent.TokenRefused(
                Events.NOON, Optional.of("mallory"), "invalid_client", "no", "192.0.2.7", 1);
        assertThat(veiled(ENCRYPTED, event).head().text("clientId").orElseThrow())
                .startsWith("#");
        assertThat(keys.known("mallory")).isEmpty();
    }

    @Test
    void nothing_that_names_somebody_is_recorded_before_the_keys_are_read() throws Exception {
        FieldVeil early = new FieldVeil(_ -> ENCRYPTED);
        assertThatThrownBy(() -> early.veil(
                        Events.intent("c"), EventCodec.encode(Events.intent("c"), 400, 1 << 20, EventGuard.NONE)))
                .isInstanceOf(AuditUnavailableException.class);
        AuditEvent ours = change("gatehouse", "clock.jumped", "clock", "");
        assertThat(early.veil(ours, EventCodec.encode(ours, 400, 1 << 20, EventGuard.NONE))
                        .head()
                        .text("actor"))
                .contains("gatehouse");
    }
}
