package dev.gatehouse.auth.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.people.Person;
import dev.gatehouse.auth.role.RoleRoster;
import dev.gatehouse.core.http.Endpoint.Method;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.trust.Administration;
import dev.gatehouse.core.trust.PeopleNamed;
import dev.gatehouse.core.trust.Trust;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who is what, from the file and from what was given at run time, and what each of them is shown. */
class RolesTest {

    @Test
    void a_role_given_counts_at_once_and_one_taken_no_more() throws Exception {
        try (AdminWorld world = AdminWorld.fresh()) {
            assertThat(world.get("mel", "/clients").status()).isEqualTo(403);
            world.ask("olga", Method.PUT, "/users/" + world.id("mel") + "/roles/auditor", "");
            assertThat(world.get("mel", "/clients").status()).isEqualTo(200);
            world.ask("olga", Method.DELETE, "/users/" + world.id("mel") + "/roles/auditor", "");
            assertThat(world.get("mel", "/clients").status()).isEqualTo(403);
        }
    }

    @Test
    void a_role_given_on_one_gateway_counts_on_another_that_reads_it() throws Exception {
        try (AdminWorld world = AdminWorld.fresh()) {
            RoleRoster elsewhere = new RoleRoster(world.world.place(), () -> world.world.revision);
            elsewhere.refresh();
            Person mel = world.person("mel");
            assertThat(elsewhere.of(mel).isOwner()).isFalse();
            world.ask("machine", Method.PUT, "/users/" + mel.id() + "/roles/owner", "");
            elsewhere.refresh();
            assertThat(elsewhere.of(mel).isOwner()).isTrue();
        }
    }

    @Test
    void what_the_file_gives_goes_with_the_file_and_cannot_be_taken_otherwise() throws Exception {
        try (AdminWorld world = AdminWorld.fresh()) {
            String olga = "/users/" + world.id("olga");
            assertThat(world.ask("machine", Method.DELETE, olga + "/roles/owner", "")
                            .status())
                    .isEqualTo(409);
            assertThat(world.get("olga", "/clients").status()).isEqualTo(200);
            world.world.trust(administration(PeopleNamed.NOBODY));
            assertThat(world.get("olga", "/clients").status()).isEqualTo(403);
        }
    }

    @Test
    void a_group_gives_its_members_the_role_and_never_a_person_of_the_same_name() throws Exception {
        try (AdminWorld world = AdminWorld.fresh()) {
            world.world.trust(administration(new PeopleNamed(Set.of("local/team-red"), Set.of())));
            assertThat(world.get("zoe", "/clients").status()).isEqualTo(200);
            world.world.trust(administration(new PeopleNamed(Set.of("local/mel"), Set.of())));
            assertThat(world.get("mel", "/clients").status()).isEqualTo(403);
        }
    }

    private static Trust administration(PeopleNamed owners) {
        Trust base = AdminWorld.trust();
        return new Trust(
                base.providers(),
                base.clients(),
                base.issuers(),
                base.registration(),
                base.lifetimes(),
                new Administration(AdminWorld.RESOURCE, owners, PeopleNamed.NOBODY, Map.of(), Map.of()));
    }

    @Test
    void each_sees_of_a_person_what_is_theirs_to_see() throws Exception {
        try (AdminWorld world = AdminWorld.fresh()) {
            world.ask("machine", Method.PUT, "/users/" + world.id("zoe") + "/roles/approver?bundle=red", "");
            world.ask("machine", Method.PUT, "/users/" + world.id("zoe") + "/roles/auditor", "");
            String zoe = "/users/" + world.id("zoe");
            for (String caller : List.of("machine", "olga", "audra", "zoe")) {
                Json seen = world.json(caller, zoe);
                assertThat(seen.text("email")).as(caller).hasValue("zoe@corp.test");
                assertThat(seen.toString()).contains("local/secret-club", "auditor", "approver");
            }
            for (String caller : List.of("ada", "paul")) {
                Json seen = world.json(caller, zoe);
                assertThat(seen.members()).as(caller).doesNotContainKey("email");
                assertThat(seen.toString())
                        .contains("local/team-red", "approver")
                        .doesNotContain("secret-club", "auditor");
            }
        }
    }

    @Test
    void each_finds_the_people_and_agents_that_are_theirs() throws Exception {
        try (AdminWorld world = AdminWorld.fresh()) {
            assertThat(names(world, "olga", "/users", "users")).hasSize(6);
            assertThat(names(world, "ada", "/users", "users")).containsExactly("local/ada", "local/zoe");
            assertThat(names(world, "mel", "/users", "users")).containsExactly("local/mel");
            assertThat(names(world, "olga", "/users?name=LOCAL/A", "users"))
                    .containsExactly("local/ada", "local/audra");
            assertThat(names(world, "olga", "/users?group=local/team-red", "users"))
                    .containsExactly("local/zoe");
            assertThat(names(world, "olga", "/users?active=false", "users")).isEmpty();
            assertThat(names(world, "audra", "/agents", "agents")).containsExactly("blue", "mels", "red");
            assertThat(names(world, "ada", "/agents", "agents")).containsExactly("red");
            assertThat(names(world, "mel", "/agents", "agents")).containsExactly("mels");
            assertThat(names(world, "zoe", "/groups", "groups")).containsExactly("local/secret-club", "local/team-red");
            assertThat(names(world, "ada", "/groups", "groups")).containsExactly("local/team-red");
        }
    }

    @Test
    void whoever_only_approves_learns_nothing_of_credentials() throws Exception {
        try (AdminWorld world = AdminWorld.fresh()) {
            world.ask("machine", Method.POST, "/agents/red/credentials", "");
            assertThat(world.json("ada", "/agents/red").text("clientId")).isPresent();
            assertThat(world.json("paul", "/agents/red").text("clientId")).isEmpty();
        }
    }

    @Test
    void a_revoked_name_of_another_bundle_is_not_taken_over() throws Exception {
        try (AdminWorld world = AdminWorld.fresh()) {
            world.ask("machine", Method.POST, "/agents", "{\"name\":\"theirs\",\"bundle\":\"blue\"}");
            world.ask("machine", Method.DELETE, "/agents/theirs/credentials", "");
            assertThat(world.ask("ada", Method.POST, "/agents", "{\"name\":\"theirs\",\"bundle\":\"red\"}")
                            .status())
                    .isEqualTo(409);
        }
    }

    private static List<String> names(AdminWorld world, String caller, String target, String list) throws Exception {
        return world.json(caller, target).member(list).orElseThrow().elements().stream()
                .map(item -> item.text("name").orElseThrow())
                .toList();
    }
}
