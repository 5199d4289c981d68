package dev.gatehouse.audit.field;

import static dev.gatehouse.audit.ship.ShipFixture.number;
import static dev.gatehouse.audit.ship.ShipFixture.strings;
import static dev.gatehouse.testkit.wait.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.audit.ship.ShipFixture;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.Receipt;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubjectKeysTest {
    private static final Receipt DONE = new Receipt() {
        @Override
        public void awaitWritten() {}

        @Override
        public void awaitDurable(Duration timeout) {}
    };

    @TempDir
    Path directory;

    private final List<AuditEvent.Administered> told = new ArrayList<>();
    private DataSource database;
    private Path file;

    @BeforeEach
    void migrate() {
        database = ShipFixture.migrated(TestDatabase.shared().fresh());
        file = directory.resolve("keys");
    }

    private Erasures erasures(SubjectKeys keys) {
        RecordedChange.Place place = new RecordedChange.Place(
                database,
                event -> {
                    told.add((AuditEvent.Administered) event);
                    return DONE;
                },
                Clocks.SYSTEM);
        return new Erasures(place, keys);
    }

    private static Erasure.Order order(String... names) {
        return new Erasure.Order(List.of(names), "request 17 of " + names[0], false);
    }

    @Test
    void a_key_is_on_the_disk_before_anybody_gets_it_and_reaches_the_database_when_that_is_back() throws Exception {
        String id;
        try (SubjectKeys keys = FieldFixture.keys(file, FieldFixture.away())) {
            id = keys.of("corp/bob", Optional.empty()).id();
            assertThat(Files.readAllLines(file)).hasSize(1);
            assertThat(keys.waiting()).isOne();
            assertThat(keys.of("corp/bob", Optional.empty()).id()).isEqualTo(id);
        }
        assertThat(Files.readString(file)).doesNotContain("bob").doesNotContain(id);
        try (SubjectKeys keys = FieldFixture.keys(file, database)) {
            assertThat(keys.known("corp/bob").orElseThrow().id()).isEqualTo(id);
            until("the file is gone", () -> Files.notExists(file));
            assertThat(keys.waiting()).isZero();
        }
        assertThat(strings(database, "SELECT id FROM audit.subject_key")).containsExactly(id);
    }

    @Test
    void a_restart_finds_the_keys_that_the_database_has() throws Exception {
        String id;
        try (SubjectKeys keys = FieldFixture.keys(file, database)) {
            id = keys.of("corp/bob", Optional.empty()).id();
            until("it arrived", () -> number(database, "SELECT count(*) FROM audit.subject_key") == 1);
        }
        try (SubjectKeys keys = FieldFixture.keys(directory.resolve("other"), database)) {
            assertThat(keys.of("corp/bob", Optional.empty()).id()).isEqualTo(id);
        }
    }

    @Test
    void a_line_that_a_crash_left_half_written_is_no_key_and_harms_no_other() throws Exception {
        try (SubjectKeys keys = FieldFixture.keys(file, FieldFixture.away())) {
            keys.of("corp/ann", Optional.empty());
        }
        String whole = Files.readString(file);
        Files.writeString(file, whole.substring(0, 40), StandardOpenOption.APPEND);
        String bob;
        try (SubjectKeys keys = FieldFixture.keys(file, FieldFixture.away())) {
            assertThat(keys.known("corp/ann")).isPresent();
            bob = keys.of("corp/bob", Optional.empty()).id();
        }
        try (SubjectKeys keys = FieldFixture.keys(file, FieldFixture.away())) {
            assertThat(keys.known("corp/ann")).isPresent();
            assertThat(keys.known("corp/bob").orElseThrow().id()).isEqualTo(bob);
        }
    }

    @Test
    void a_key_that_cannot_be_kept_is_not_given_out() throws Exception {
        try (SubjectKeys keys = FieldFixture.keys(directory.resolve("no such directory/keys"), FieldFixture.away())) {
            assertThatThrownBy(() -> keys.of("corp/bob", Optional.empty()))
                    .isInstanceOf(AuditUnavailableException.class);
            assertThat(keys.known("corp/bob")).isEmpty();
        }
    }

    @Test
    void what_one_gateway_erases_the_other_forgets_and_makes_a_new_key() throws Exception {
        try (SubjectKeys one = FieldFixture.keys(file, database);
                SubjectKeys other = FieldFixture.keys(directory.resolve("other"), database)) {
            String first = other.of("corp/bob", Optional.empty()).id();
            String second = one.of("corp/bob", Optional.empty()).id();
            until("both arrived", () -> number(database, "SELECT count(*) FROM audit.subject_key") == 2);

            Erasure.Result result = erasures(one).erase("ann", order("corp/bob"));

            assertThat(((Erasure.Result.Done) result).erasure().keys()).isEqualTo(2);
            assertThat(one.known("corp/bob")).isEmpty();
            until("the other forgot", () -> other.known("corp/bob").isEmpty());
            assertThat(other.of("corp/bob", Optional.empty()).id()).isNotIn(first, second);
            Names names = Names.in(other, List.of(first, second));
            assertThat(names.put("by " + first)).startsWith("by (erased 20");
        }
    }

    @Test
    void the_record_of_an_erasure_names_pseudonyms_and_nobody() throws Exception {
        try (SubjectKeys keys = FieldFixture.keys(file, database)) {
            String id = keys.of("corp/bob", Optional.empty()).id();
            erasures(keys).erase("ann", order("corp/bob"));
            assertThat(told).singleElement().satisfies(event -> {
                assertThat(event.action()).isEqualTo("audit.erase");
                assertThat(event.detail()).contains(id).contains("request 17").doesNotContain("bob");
            });
            assertThat(erasures(keys).all())
                    .singleElement()
                    .satisfies(erasure -> assertThat(erasure.reason()).isEqualTo("request 17 of (erased)"));
            assertThat(erasures(keys).erase("ann", order("corp/bob"))).isInstanceOf(Erasure.Result.Nothing.class);
        }
    }

    @Test
    void an_erasure_by_name_reaches_the_id_and_by_id_the_name() throws Exception {
        try (SubjectKeys keys = FieldFixture.keys(file, database)) {
            keys.of("corp/bob", Optional.empty());
            keys.of("0199-1", Optional.of("corp/bob"));
            keys.of("corp/eve", Optional.empty());
            keys.of("0199-2", Optional.of("corp/eve"));
            assertThat(erasures(keys).reach(List.of("corp/bob")).names())
                    .containsExactlyInAnyOrder("corp/bob", "0199-1");
            assertThat(erasures(keys).reach(List.of("0199-2")).names()).containsExactlyInAnyOrder("corp/eve", "0199-2");
        }
    }

    @Test
    void a_hold_keeps_keys_too_until_somebody_overrules_it() throws Exception {
        ShipFixture.execute(
                database,
                "INSERT INTO audit.hold (id, from_day, reason, placed_by) VALUES ('hold-1', '2026-01-01', 'case',"
                        + " 'ann')");
        try (SubjectKeys keys = FieldFixture.keys(file, database)) {
            keys.of("corp/bob", Optional.empty());
            assertThat(erasures(keys).erase("ann", order("corp/bob")))
                    .isEqualTo(new Erasure.Result.Held(List.of("hold-1")));
            assertThat(keys.known("corp/bob")).isPresent();
            Erasure.Result result =
                    erasures(keys).erase("ann", new Erasure.Order(List.of("corp/bob"), "court said so", true));
            assertThat(((Erasure.Result.Done) result).erasure().despite()).contains("hold-1");
        }
    }

    @Test
    void a_key_that_was_erased_is_not_brought_back_by_a_file_that_still_has_it() throws Exception {
        byte[] kept;
        try (SubjectKeys keys = FieldFixture.keys(file, FieldFixture.away())) {
            keys.of("corp/bob", Optional.empty());
            kept = Files.readAllBytes(file);
        }
        try (SubjectKeys keys = FieldFixture.keys(file, database)) {
            erasures(keys).erase("ann", order("corp/bob"));
        }
        Files.write(file, kept);
        try (SubjectKeys keys = FieldFixture.keys(file, database)) {
            until("the file is gone", () -> Files.notExists(file));
            assertThat(keys.known("corp/bob")).isEmpty();
            assertThat(number(database, "SELECT count(*) FROM audit.subject_key WHERE sealed IS NOT NULL"))
                    .isZero();
        }
    }
}
