package dev.gatehouse.auth.authorize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.TestWorld;
import dev.gatehouse.auth.grant.CodeGrants;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.trust.TokenLifetimes;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Refresh tokens are replaced with every use, and a copy that somebody else has gives itself away. */
class RefreshTest {
    private GrantWorld world;
    private GrantWorld.Gateway gateway;
    private Json first;

    @BeforeEach
    void connect() throws Exception {
        world = GrantWorld.fresh();
        gateway = world.gateway;
        first = TestWorld.json(
                gateway.redeem(gateway.code(GrantWorld.APP, GrantWorld.APP_CALLBACK, GrantWorld.OFFLINE)));
    }

    private static String refreshToken(Json tokens) {
        return tokens.text("refresh_token").orElseThrow();
    }

    private static String accessToken(Json tokens) {
        return tokens.text("access_token").orElseThrow();
    }

    private Json refreshed(String token) throws Exception {
        Answer answer = gateway.refresh(token);
        assertThat(answer.status()).as(GrantWorld.body(answer)).isEqualTo(200);
        return TestWorld.json(answer);
    }

    private void assertRevoked(Json... tokens) throws Exception {
        for (Json each : tokens) {
            assertThat(gateway.accepts(accessToken(each))).isFalse();
            assertThat(TestWorld.json(gateway.refresh(refreshToken(each))).text("error"))
                    .hasValue("invalid_grant");
        }
    }

    @Test
    void a_hundred_uses_at_once_get_one_successor_which_works() throws Exception {
        List<Answer> answers = CodeFlowTest.Crowd.of(100, () -> gateway.refresh(refreshToken(first)));

        Set<Integer> statuses = answers.stream().map(Answer::status).collect(Collectors.toSet());
        assertThat(statuses).containsExactly(200);
        Set<String> successors = answers.stream()
                .map(answer -> {
                    try {
                        return refreshToken(TestWorld.json(answer));
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                })
                .collect(Collectors.toSet());
        assertThat(successors).hasSize(1).doesNotContain(refreshToken(first));
        assertThat(gateway.accepts(accessToken(refreshed(successors.iterator().next()))))
                .isTrue();
    }

    @Test
    void the_one_that_was_just_replaced_gets_the_same_successor_for_ten_seconds() throws Exception {
        Json second = refreshed(refreshToken(first));
        world.world.clock.advance(CodeGrants.GRACE.minusSeconds(1));

        assertThat(refreshToken(refreshed(refreshToken(first)))).isEqualTo(refreshToken(second));

        world.world.clock.advance(Duration.ofSeconds(2));
        assertThat(gateway.refresh(refreshToken(first)).status()).isEqualTo(400);
        assertRevoked(first, second);
    }

    @Test
    void an_older_one_ends_everything_even_within_those_ten_seconds() throws Exception {
        Json second = refreshed(refreshToken(first));
        Json third = refreshed(refreshToken(second));

        assertThat(gateway.refresh(refreshToken(first)).status()).isEqualTo(400);

        assertRevoked(first, second, third);
    }

    @Test
    void one_in_the_hands_of_another_client_ends_everything() throws Exception {
        Answer stolen = gateway.refresh(refreshToken(first), "client_id", GrantWorld.DESKTOP);

        assertThat(TestWorld.json(stolen).text("error")).hasValue("invalid_grant");
        assertRevoked(first);
    }

    @Test
    void one_that_is_made_up_ends_nothing() throws Exception {
        for (String made : List.of(
                "x", "ghr_", "ghr_" + "A".repeat(64), refreshToken(first).substring(1))) {
            assertThat(TestWorld.json(gateway.refresh(made)).text("error")).hasValue("invalid_grant");
        }
        assertThat(gateway.accepts(accessToken(first))).isTrue();
        assertThat(refreshed(refreshToken(first))).isNotNull();
    }

    @Test
    void idle_and_absolute_ends_are_kept() throws Exception {
        Json current = first;
        TokenLifetimes lifetimes = TokenLifetimes.DEFAULT;
        for (int days = 6; days < lifetimes.refreshMax().toDays(); days += 6) {
            world.world.clock.advance(Duration.ofDays(6));
            current = refreshed(refreshToken(current));
        }
        world.world.clock.advance(Duration.ofDays(6));
        assertThat(gateway.refresh(refreshToken(current)).status())
                .as("absolute")
                .isEqualTo(400);

        Json other = TestWorld.json(
                gateway.redeem(gateway.code(GrantWorld.APP, GrantWorld.APP_CALLBACK, GrantWorld.OFFLINE)));
        world.world.clock.advance(lifetimes.refreshIdle());
        assertThat(gateway.refresh(refreshToken(other)).status()).as("idle").isEqualTo(400);
    }

    @Test
    void scopes_can_be_narrowed_and_not_widened_and_a_refusal_spends_nothing() throws Exception {
        Answer narrowed = gateway.refresh(refreshToken(first), "scope", "read:tools");
        Json second = TestWorld.json(narrowed);
        assertThat(gateway.authenticate(accessToken(second)).toString()).doesNotContain("execute:tools");

        for (String[] wrong : new String[][] {
            {"scope", "read:tools admin:all", "invalid_scope"},
            {"resource", TestWorld.BLUE_MCP, "invalid_target"},
        }) {
            Answer answer = gateway.refresh(refreshToken(second), wrong[0], wrong[1]);
            assertThat(TestWorld.json(answer).text("error")).hasValue(wrong[2]);
        }
        world.world.clock.advance(Duration.ofMinutes(1));
        assertThat(gateway.authenticate(accessToken(refreshed(refreshToken(second))))
                        .toString())
                .contains("execute:tools");
    }

    @Test
    void a_refresh_token_is_no_access_token_and_a_code_is_neither() throws Exception {
        String code = gateway.code(GrantWorld.APP, GrantWorld.APP_CALLBACK, GrantWorld.OFFLINE);

        assertThat(gateway.accepts(refreshToken(first))).isFalse();
        assertThat(gateway.accepts(code)).isFalse();
        assertThat(gateway.refresh(code).status()).isEqualTo(400);
        assertThat(gateway.refresh(accessToken(first)).status()).isEqualTo(400);
    }

    @Test
    void what_is_revoked_here_is_refused_at_the_other_gateway_once_it_reads() throws Exception {
        GrantWorld.Gateway other = world.gateway();
        assertThat(other.accepts(accessToken(first))).isTrue();

        Answer revoked = gateway.post("/oauth/revoke", "client_id", GrantWorld.APP, "token", refreshToken(first));
        assertThat(revoked.status()).isEqualTo(200);

        assertThat(gateway.accepts(accessToken(first))).isFalse();
        other.revocations.refresh();
        assertThat(other.accepts(accessToken(first))).isFalse();
        assertThat(other.refresh(refreshToken(first)).status()).isEqualTo(400);
    }

    @Test
    void an_access_token_can_be_revoked_alone_and_by_nobody_else() throws Exception {
        String access = accessToken(first);
        for (String client : List.of(GrantWorld.DESKTOP, GrantWorld.APP)) {
            assertThat(gateway.accepts(access)).as(client).isTrue();
            assertThat(gateway.post("/oauth/revoke", "client_id", client, "token", access)
                            .status())
                    .isEqualTo(200);
        }
        assertThat(gateway.accepts(access)).isFalse();
        assertThat(gateway.accepts(accessToken(refreshed(refreshToken(first))))).isTrue();
    }

    @Test
    void a_client_that_proves_itself_learns_of_its_own_tokens_only() throws Exception {
        String code = gateway.code(GrantWorld.VAULT, "https://vault.test/cb", "read:tools");
        String[] proof = {"client_id", GrantWorld.VAULT, "client_secret", GrantWorld.VAULT_SECRET};
        Json own = TestWorld.json(gateway.redeem(
                code, "client_id", GrantWorld.VAULT, "client_secret", GrantWorld.VAULT_SECRET, "redirect_uri", "-"));

        Json known = introspected(proof, accessToken(own));
        assertThat(known.member("active").orElseThrow().bool()).hasValue(true);
        assertThat(known.text("username")).hasValue("local/ann");
        assertThat(known.text("aud")).hasValue(TestWorld.RED_MCP);
        assertThat(introspected(proof, accessToken(first)).toString()).isEqualTo("{\"active\":false}");
        assertThat(introspected(proof, "nonsense").toString()).isEqualTo("{\"active\":false}");
        assertThat(gateway.post("/oauth/introspect", "client_id", GrantWorld.APP, "token", accessToken(first))
                        .status())
                .isEqualTo(401);
    }

    private Json introspected(String[] proof, String token) throws Exception {
        return TestWorld.json(
                gateway.post("/oauth/introspect", proof[0], proof[1], proof[2], proof[3], "token", token));
    }

    @Test
    void while_the_database_is_away_tokens_work_on_and_none_is_issued() throws Exception {
        world.world.execute("ALTER TABLE auth.code_grant RENAME TO code_grant_away");
        try {
            Answer answer = gateway.refresh(refreshToken(first));
            assertThat(answer.status()).isEqualTo(503);
            assertThat(TestWorld.json(answer).text("error")).hasValue("temporarily_unavailable");
            assertThat(GrantWorld.header(answer, "Retry-After")).isNotEmpty();
            assertThat(gateway.accepts(accessToken(first))).isTrue();
        } finally {
            world.world.execute("ALTER TABLE auth.code_grant_away RENAME TO code_grant");
        }
        assertThat(refreshed(refreshToken(first))).isNotNull();
    }
}
