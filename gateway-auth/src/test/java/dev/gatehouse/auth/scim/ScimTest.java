package dev.gatehouse.auth.scim;

import static dev.gatehouse.auth.scim.ScimWorld.id;
import static dev.gatehouse.auth.scim.ScimWorld.json;
import static dev.gatehouse.auth.scim.ScimWorld.patch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.people.Acquaintance;
import dev.gatehouse.auth.people.Asserted;
import dev.gatehouse.auth.people.Person;
import dev.gatehouse.auth.people.PersonId;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.testkit.postgres.Connectable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a provider pushes is in force at once, recorded, whole or not at all, and none of another provider's business. */
class ScimTest {
    private static final String DEACTIVATE = patch("{\"op\":\"replace\",\"value\":{\"active\":false}}");

    private ScimWorld scim;

    @BeforeEach
    void nobodyYet() throws Exception {
        scim = ScimWorld.fresh();
    }

    private Person person(ScimWorld gateway, String id) {
        return gateway.directory.find(new PersonId(UUID.fromString(id))).orElseThrow();
    }

    private static String members(String op, String... ids) {
        String list =
                List.of(ids).stream().map(id -> "{\"value\":\"" + id + "\"}").collect(Collectors.joining(","));
        return patch("{\"op\":\"" + op + "\",\"path\":\"members\",\"value\":[" + list + "]}");
    }

    @Test
    void a_deactivation_is_in_force_here_when_it_is_answered_and_elsewhere_when_that_reads() throws Exception {
        ScimWorld elsewhere = scim.elsewhere();
        String ann = scim.user("ann");
        elsewhere.directory.roster().refresh();
        assertThat(person(elsewhere, ann).active()).isTrue();
        long version = elsewhere.directory.roster().version();

        assertThat(scim.okta("PATCH", "/Users/" + ann, DEACTIVATE).status()).isEqualTo(200);
        assertThat(person(scim, ann).active()).isFalse();
        elsewhere.directory.roster().refresh();
        assertThat(person(elsewhere, ann).active()).isFalse();
        assertThat(elsewhere.directory.roster().version())
                .as("whoever waits is told")
                .isGreaterThan(version);
    }

    @Test
    void a_membership_is_in_force_when_it_is_answered_and_ends_with_the_group() throws Exception {
        String ann = scim.user("ann");
        String group = scim.group("Eng");
        assertThat(scim.okta("PATCH", "/Groups/" + group, members("add", ann)).status())
                .isEqualTo(204);
        assertThat(person(scim, ann).groups()).containsExactly("okta/Eng");
        scim.okta(
                "PATCH", "/Groups/" + group, patch("{\"op\":\"replace\",\"path\":\"displayName\",\"value\":\"Dev\"}"));
        assertThat(person(scim, ann).groups()).containsExactly("okta/Dev");
        assertThat(json(scim.okta("GET", "/Users/" + ann, "")).toString()).contains("\"display\":\"Dev\"");
        assertThat(scim.okta("DELETE", "/Groups/" + group, "").status()).isEqualTo(204);
        assertThat(person(scim, ann).groups()).isEmpty();
        assertThat(scim.okta("GET", "/Groups/" + group, "").status()).isEqualTo(404);
    }

    @Test
    void a_whole_resource_that_says_nothing_of_active_suspends_and_revives_nobody() throws Exception {
        String ann = scim.user("ann");
        scim.okta("PUT", "/Users/" + ann, ScimWorld.user("ann", ",\"title\":\"x\""));
        assertThat(person(scim, ann).active()).isTrue();
        scim.okta("PATCH", "/Users/" + ann, DEACTIVATE);
        scim.okta("PUT", "/Users/" + ann, ScimWorld.user("ann", ",\"title\":\"y\""));
        assertThat(person(scim, ann).active()).isFalse();
    }

    @Test
    void a_provider_sees_and_changes_its_own_people_only() throws Exception {
        String ann = scim.user("ann");
        String group = scim.group("Eng");
        for (String target : List.of("/Users/" + ann, "/Groups/" + group)) {
            assertThat(scim.entra("GET", target, "").status()).isEqualTo(404);
            assertThat(scim.entra("PATCH", target, DEACTIVATE).status()).isEqualTo(404);
            assertThat(scim.entra("DELETE", target, "").status()).isEqualTo(404);
        }
        assertThat(json(scim.entra("GET", "/Users", "")).member("totalResults")).contains(Json.of(0));
        assertThat(json(scim.entra("GET", "/Groups?filter=members eq \"" + ann + "\"", ""))
                        .member("totalResults"))
                .contains(Json.of(0));
        assertThat(scim.entra("POST", "/Users", ScimWorld.user("ann", "")).status())
                .isEqualTo(201);
        String theirs = id(scim.entra(
                "POST", "/Groups", "{\"schemas\":[\"" + ResourceJson.GROUP + "\"],\"displayName\":\"Eng\"}"));
        Answer foreign = scim.entra("PATCH", "/Groups/" + theirs, members("add", ann));
        assertThat(foreign.status()).isEqualTo(400);
        assertThat(json(foreign).text("scimType")).contains("invalidValue");
        assertThat(person(scim, ann).groups()).isEmpty();
        assertThat(person(scim, ann).active()).isTrue();
    }

    @Test
    void every_change_is_on_record_and_what_changes_nothing_is_none() throws Exception {
        String ann = scim.user("ann");
        String group = scim.group("Eng");
        scim.okta("PATCH", "/Groups/" + group, members("add", ann));
        scim.okta("PATCH", "/Groups/" + group, members("add", ann));
        scim.okta("PATCH", "/Users/" + ann, DEACTIVATE);
        scim.okta("PATCH", "/Users/" + ann, DEACTIVATE);
        scim.okta("DELETE", "/Users/" + ann, "");
        assertThat(scim.world.journal.events(AuditEvent.Administered.class))
                .allMatch(event -> event.actor().equals("scim of okta"))
                .extracting(AuditEvent.Administered::action, AuditEvent.Administered::object)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("user.create", "okta/ann"),
                        org.assertj.core.groups.Tuple.tuple("group.create", "okta/Eng"),
                        org.assertj.core.groups.Tuple.tuple("group.members", "okta/Eng"),
                        org.assertj.core.groups.Tuple.tuple("user.deactivate", "okta/ann"),
                        org.assertj.core.groups.Tuple.tuple("user.delete", "okta/ann"));
        assertThat(scim.world
                        .journal
                        .events(AuditEvent.Administered.class)
                        .get(2)
                        .detail())
                .contains(ann);
    }

    @Test
    void what_cannot_be_recorded_is_not_done() throws Exception {
        String ann = scim.user("ann");
        scim.world.journal.neverDurable(true);
        Answer refused = scim.okta("PATCH", "/Users/" + ann, DEACTIVATE);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.headers()).contains(Map.entry("Retry-After", "5"));
        scim.world.journal.neverDurable(false);
        assertThat(json(scim.okta("GET", "/Users/" + ann, "")).member("active")).contains(Json.of(true));
    }

    @Test
    void while_the_database_is_away_a_client_is_asked_to_come_again() throws Exception {
        ScimWorld away = scim.on(new Connectable("jdbc:postgresql://127.0.0.1:1/none", "nobody", "").dataSource());
        for (String method : List.of("GET", "DELETE")) {
            Answer answer = away.okta(method, "/Users/" + UUID.randomUUID(), "");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(json(answer).text("status")).contains("503");
        }
    }

    @Test
    void a_deleted_user_is_gone_and_the_name_free_for_somebody_else() throws Exception {
        String ann = scim.user("ann");
        String group = scim.group("Eng");
        scim.okta("PATCH", "/Groups/" + group, members("add", ann));
        assertThat(scim.okta("DELETE", "/Users/" + ann, "").status()).isEqualTo(204);
        assertThat(scim.okta("GET", "/Users/" + ann, "").status()).isEqualTo(404);
        assertThat(scim.okta("DELETE", "/Users/" + ann, "").status()).isEqualTo(404);
        assertThat(json(scim.okta("GET", "/Groups/" + group, "")).member("members"))
                .isEmpty();
        assertThat(scim.user("Ann")).isNotEqualTo(ann);
        assertThat(scim.directory.find(new PersonId(UUID.fromString(ann)))).isEmpty();
    }

    @Test
    void a_person_known_by_a_login_is_found_adopted_and_told_by_scim_from_then_on() throws Exception {
        Asserted login = new Asserted(
                "okta", "s1", "Ann", Optional.of("Ann A"), Optional.of("ann@x.test"), Optional.of(Set.of()));
        Person ann = ((Acquaintance.Known) scim.directory.meet(login, true)).person();
        Json found = json(scim.okta("GET", "/Users?filter=userName eq \"ann\"", ""))
                .member("Resources")
                .orElseThrow()
                .elements()
                .getFirst();
        assertThat(found.text("id")).contains(ann.id().toString());
        assertThat(found.text("displayName")).contains("Ann A");
        scim.okta(
                "PATCH",
                "/Users/" + ann.id(),
                patch("{\"op\":\"Replace\",\"path\":\"displayName\",\"value\":\"Ann B\"}"));
        scim.directory.meet(login, true);
        assertThat(person(scim, ann.id().toString()).displayName()).contains("Ann B");
    }

    @Test
    void ten_thousand_members_join_in_one_request_are_probed_singly_and_leave_by_name() throws Exception {
        scim.world.execute("""
                INSERT INTO auth.person (id, provider, user_name, user_name_folded, active, attributes, created_at,
                  modified_at, change)
                SELECT gen_random_uuid(), 'okta', 'u' || n, 'u' || n, true, '{"userName":"u' || n || '"}', now(), now(), 0
                FROM generate_series(1, 10000) n""");
        List<String> everybody = new ArrayList<>();
        try (var connection = scim.world.database.getConnection();
                var rows = connection.createStatement().executeQuery("SELECT id FROM auth.person")) {
            while (rows.next()) {
                everybody.add(rows.getString(1));
            }
        }
        String group = scim.group("All");
        assertThat(scim.okta("PATCH", "/Groups/" + group, members("Add", everybody.toArray(String[]::new)))
                        .status())
                .isEqualTo(204);
        assertThat(json(scim.okta("GET", "/Groups/" + group, ""))
                        .member("members")
                        .orElseThrow()
                        .elements())
                .hasSize(10_000);
        String probe = "/Groups?excludedAttributes=members&filter=id eq \"" + group + "\" and members eq \"%s\"";
        assertThat(json(scim.okta("GET", probe.formatted(everybody.get(7)), "")).member("totalResults"))
                .contains(Json.of(1));
        assertThat(json(scim.okta("GET", probe.formatted(UUID.randomUUID()), ""))
                        .member("totalResults"))
                .contains(Json.of(0));
        String leave = everybody.stream()
                .skip(1)
                .map(id -> "{\"op\":\"Remove\",\"path\":\"members[value eq \\\"" + id + "\\\"]\"}")
                .collect(Collectors.joining(","));
        assertThat(scim.okta("PATCH", "/Groups/" + group, patch(leave)).status())
                .isEqualTo(204);
        assertThat(json(scim.okta("GET", "/Groups/" + group, ""))
                        .member("members")
                        .orElseThrow()
                        .elements())
                .hasSize(1);
        assertThat(person(scim, everybody.getFirst()).groups()).containsExactly("okta/All");
        assertThat(person(scim, everybody.getLast()).groups()).isEmpty();
    }

    @Test
    void of_many_who_create_the_same_user_at_once_one_does() throws Exception {
        List<Integer> statuses = atOnce(
                16,
                _ -> () ->
                        scim.okta("POST", "/Users", ScimWorld.user("ann", "")).status());
        assertThat(statuses).containsOnlyOnce(201).containsOnly(201, 409);
    }

    @Test
    void changes_of_the_same_people_and_groups_at_once_all_happen() throws Exception {
        List<String> people = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            people.add(scim.user("u" + i));
        }
        List<String> groups = List.of(scim.group("a"), scim.group("b"));
        String[] all = people.toArray(String[]::new);
        List<Integer> statuses = atOnce(32, i -> () -> switch (i % 4) {
            case 0 ->
                scim.okta("PATCH", "/Groups/" + groups.get(i % 2), members("add", all))
                        .status();
            case 1 ->
                scim.okta("PATCH", "/Groups/" + groups.get(1), members("replace", all))
                        .status();
            case 2 ->
                scim.okta("PATCH", "/Users/" + people.get(i % 8), DEACTIVATE).status();
            default ->
                scim.okta("PATCH", "/Groups/" + groups.get(0), members("remove", people.get(i % 8)))
                        .status();
        });
        assertThat(statuses).containsOnly(200, 204);
        assertThat(scim.okta("PATCH", "/Groups/" + groups.get(0), members("add", all))
                        .status())
                .isEqualTo(204);
        assertThat(person(scim, all[3]).groups()).containsExactlyInAnyOrder("okta/a", "okta/b");
    }

    private static <T> List<T> atOnce(int count, java.util.function.IntFunction<Callable<T>> work) throws Exception {
        try (var threads = Executors.newFixedThreadPool(6)) {
            List<T> results = new ArrayList<>();
            for (Future<T> done :
                    threads.invokeAll(IntStream.range(0, count).mapToObj(work).toList())) {
                results.add(done.get());
            }
            return results;
        }
    }

    @Test
    void only_a_token_that_is_one_providers_opens_anything() throws Exception {
        Answer without = scim.send("GET", "/Users", "", Map.of(), "application/json");
        assertThat(without.status()).isEqualTo(401);
        assertThat(without.headers()).contains(Map.entry("WWW-Authenticate", "Bearer realm=\"gatehouse-scim\""));
        for (String bad : List.of(
                "", "x", ScimWorld.OKTA + "x", ScimWorld.SHARED, ScimWorld.OKTA.toUpperCase(java.util.Locale.ROOT))) {
            assertThat(presenting(bad).status()).as(bad).isEqualTo(401);
        }
        for (int i = 0; i < ScimClients.FAILURES_MAX; i++) {
            presenting("guess" + i);
        }
        assertThat(presenting("one more").status()).isEqualTo(429);
        assertThat(presenting(ScimWorld.OKTA).status())
                .as("others' guesses lock nobody out")
                .isEqualTo(200);
        assertThat(scim.world.journal.events(AuditEvent.CallRejected.class)).hasSize(ScimClients.FAILURES_MAX);
    }

    private Answer presenting(String token) throws Exception {
        return scim.send("GET", "/Users", "", Map.of("authorization", List.of("Bearer " + token)), "application/json");
    }

    @Test
    void a_password_is_kept_nowhere() throws Exception {
        String ann = id(scim.okta("POST", "/Users", ScimWorld.user("ann", ",\"Password\":\"hunter2\"")));
        scim.okta("PATCH", "/Users/" + ann, patch("{\"op\":\"replace\",\"value\":{\"password\":\"hunter2\"}}"));
        scim.okta("PATCH", "/Users/" + ann, patch("{\"op\":\"add\",\"path\":\"password\",\"value\":\"hunter2\"}"));
        try (var connection = scim.world.database.getConnection();
                var rows = connection.createStatement().executeQuery("SELECT p::text FROM auth.person p")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).contains("ann").doesNotContain("hunter2");
        }
        assertThat(scim.world.journal.events().toString()).doesNotContain("hunter2");
    }
}
