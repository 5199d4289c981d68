package dev.gatehouse.auth.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.auth.TestWorld;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.trust.IdentityProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Logins make people, find those SCIM announced, and never lead one subject to another's person. */
class DirectoryTest {
    private static final String OKTA = IdentityProvider.LOCAL;

    private TestWorld world;
    private Directory people;

    @BeforeEach
    void nobodyYet() throws Exception {
        world = TestWorld.fresh();
        people = directory();
    }

    private Directory directory() {
        return new Directory(
                new RecordedChange.Place(world.database, world.journal, world.clock.clocks()), () -> world.revision);
    }

    private static Asserted login(String subject, String userName, String... groups) {
        return new Asserted(
                OKTA, subject, userName, Optional.of("A Name"), Optional.empty(), Optional.of(Set.of(groups)));
    }

    private Person known(Asserted asserted) throws Exception {
        return ((Acquaintance.Known) people.meet(asserted, true)).person();
    }

    private UUID announced(String userName, String externalId, boolean active) throws Exception {
        UUID id = UUID.randomUUID();
        String external = externalId.isEmpty() ? "NULL" : "'" + externalId + "'";
        written("""
                INSERT INTO auth.person (id, provider, user_name, user_name_folded, external_id, active, attributes,
                  created_at, modified_at, change)
                VALUES ('%s', '%s', '%s', '%s', %s, %s, '{}', now(), now(),""".formatted(id, OKTA, userName, Folded.of(userName), external, active), ")");
        return id;
    }

    /** As SCIM or another gateway would: the number of the change goes between the two parts. */
    private void written(String before, String after) throws Exception {
        people.change("test", change -> {
            try (var statement = change.connection().createStatement()) {
                return statement.executeUpdate(before + " " + change.number() + after);
            }
        });
    }

    @Test
    void a_first_login_makes_a_person_whom_every_gateway_knows() throws Exception {
        Directory elsewhere = directory();
        Person ann = known(login("s1", "Ann@corp.test", "Eng"));
        assertThat(ann.name()).isEqualTo("local/Ann@corp.test");
        assertThat(ann.groups()).containsExactly("local/Eng");
        assertThat(people.find(OKTA, "s1")).contains(ann);

        elsewhere.roster().refresh();
        assertThat(elsewhere.find(ann.id())).contains(ann);
        assertThat(world.journal.events(AuditEvent.Administered.class))
                .extracting(AuditEvent.Administered::action, AuditEvent.Administered::object)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("user.create", "local/Ann@corp.test"));
    }

    @Test
    void where_only_scim_creates_people_a_stranger_stays_one() throws Exception {
        assertThat(people.meet(login("s1", "ann"), false)).isInstanceOf(Acquaintance.Stranger.class);
        assertThat(people.find(OKTA, "s1")).isEmpty();
    }

    @Test
    void an_announced_person_is_found_by_external_id_before_the_name() throws Exception {
        UUID byName = announced("ann", "", true);
        UUID byExternalId = announced("ann.other", "s1", true);
        assertThat(known(login("s1", "ann")).id().value())
                .isEqualTo(byExternalId)
                .isNotEqualTo(byName);
    }

    @Test
    void an_announced_person_is_found_by_name_whatever_its_case_and_only_once() throws Exception {
        UUID id = announced("Ann@Corp.Test", "", true);
        Person ann = known(login("s1", "ann@corp.TEST"));
        assertThat(ann.id().value()).isEqualTo(id);
        assertThat(ann.userName()).as("what SCIM says stands").isEqualTo("Ann@Corp.Test");
        assertThat(people.meet(login("s2", "ann@corp.test"), true)).isInstanceOf(Acquaintance.Stranger.class);
    }

    @Test
    void an_inactive_person_is_known_and_not_let_in() throws Exception {
        announced("ann", "s1", false);
        assertThat(people.meet(login("s1", "ann"), true)).isInstanceOf(Acquaintance.Inactive.class);
    }

    @Test
    void who_was_deleted_is_not_made_anew_by_a_login() throws Exception {
        Person ann = known(login("s1", "ann"));
        written("UPDATE auth.person SET deleted_at = now(), change = ", " WHERE id = '" + ann.id() + "'");
        assertThat(people.find(ann.id())).isEmpty();
        assertThat(people.meet(login("s1", "ann"), true)).isInstanceOf(Acquaintance.Stranger.class);
    }

    @Test
    void a_name_that_moved_to_another_subject_takes_nothing_of_its_first_owner_along() throws Exception {
        Person first = known(login("s1", "ann", "Admins"));
        Person second = known(login("s2", "Ann"));
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(second.groups()).isEmpty();
        assertThat(people.find(first.id()).orElseThrow().userName())
                .isEqualTo(first.id().toString());
        assertThat(known(login("s1", "ann.first")).id()).isEqualTo(first.id());
    }

    @Test
    void groups_of_claims_are_those_of_the_last_login() throws Exception {
        known(login("s1", "ann", "A", "B"));
        assertThat(known(login("s1", "ann", "B", "C")).groups()).containsExactlyInAnyOrder("local/B", "local/C");
        int events = world.journal.events().size();
        known(login("s1", "ann", "C", "B"));
        assertThat(world.journal.events()).as("the same again is no change").hasSize(events);
    }

    @Test
    void once_a_provider_pushed_a_group_claims_count_no_more_even_when_it_is_deleted() throws Exception {
        Person ann = known(login("s1", "ann", "Admins"));
        UUID group = UUID.randomUUID();
        written("""
                INSERT INTO auth.people_group (id, provider, display_name, display_name_folded, attributes, created_at,
                  modified_at, change) VALUES ('%s', '%s', 'Eng', 'eng', '{}', now(), now(),""".formatted(group, OKTA), ")");
        assertThat(people.find(ann.id()).orElseThrow().groups()).isEmpty();

        written(
                "INSERT INTO auth.membership VALUES ('" + group + "', '" + ann.id()
                        + "'); UPDATE auth.person SET change = ",
                " WHERE id = '" + ann.id() + "'");
        assertThat(people.find(ann.id()).orElseThrow().groups()).containsExactly("local/Eng");

        written("UPDATE auth.people_group SET display_name = 'Engineers', change = ", "");
        assertThat(people.find(ann.id()).orElseThrow().groups()).containsExactly("local/Engineers");

        written("UPDATE auth.people_group SET deleted_at = now(), change = ", "");
        assertThat(people.find(ann.id()).orElseThrow().groups()).isEmpty();
    }

    @Test
    void people_of_a_provider_that_the_configuration_does_not_name_are_nobody() throws Exception {
        Asserted elsewhere = new Asserted("gone", "s1", "ann", Optional.empty(), Optional.empty(), Optional.empty());
        assertThat(people.meet(elsewhere, true)).isInstanceOf(Acquaintance.Stranger.class);
        assertThat(people.find("gone", "s1")).isEmpty();
    }

    @Test
    void a_change_that_cannot_be_recorded_is_not_made() throws Exception {
        world.journal.refuseEverything(true);
        assertThatThrownBy(() -> people.meet(login("s1", "ann"), true)).isInstanceOf(AuditUnavailableException.class);
        world.journal.refuseEverything(false);
        assertThat(people.meet(login("s1", "ann"), false)).isInstanceOf(Acquaintance.Stranger.class);
    }

    @Test
    void names_that_cannot_be_written_down_are_strangers() throws Exception {
        for (String bad : List.of("", " ", "a\u0000b", "a\nb", "x".repeat(257))) {
            assertThat(people.meet(login("s1", bad), true)).isInstanceOf(Acquaintance.Stranger.class);
            assertThat(people.meet(login(bad, "ann"), true)).isInstanceOf(Acquaintance.Stranger.class);
        }
    }

    @Test
    void sixteen_first_logins_at_once_are_one_person() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Person>> logins = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                logins.add(() -> known(login("s1", "ann")));
            }
            assertThat(threads.invokeAll(logins))
                    .extracting(done -> done.get().id())
                    .containsOnly(known(login("s1", "ann")).id());
        }
    }
}
