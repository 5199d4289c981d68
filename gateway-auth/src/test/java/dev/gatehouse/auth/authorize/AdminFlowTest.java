package dev.gatehouse.auth.authorize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.TestWorld;
import dev.gatehouse.auth.agent.CredentialChange;
import dev.gatehouse.auth.bearer.Inspection;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.identity.AccessToken;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.trust.Administration;
import dev.gatehouse.core.trust.PeopleNamed;
import dev.gatehouse.core.trust.Trust;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The one way to a token for the admin API: a person is asked for it. */
class AdminFlowTest {
    private static final String RESOURCE = "http://127.0.0.1:9090/api/v1";
    private static final String BOTH = "admin:read admin:write";

    private GrantWorld world;
    private GrantWorld.Gateway gateway;

    @BeforeEach
    void administered() throws Exception {
        world = GrantWorld.fresh();
        gateway = world.gateway;
        Trust trust = world.world.revision.trust();
        world.world.trust(new Trust(
                trust.providers(),
                trust.clients(),
                trust.issuers(),
                trust.registration(),
                trust.lifetimes(),
                new Administration(RESOURCE, PeopleNamed.NOBODY, PeopleNamed.NOBODY, Map.of(), Map.of())));
    }

    private static String[] request(String resource, String scope) throws Exception {
        return GrantWorld.but(GrantWorld.request(GrantWorld.APP, GrantWorld.APP_CALLBACK, scope), "resource", resource);
    }

    @Test
    void a_person_who_agrees_gets_a_token_for_this_api_alone_that_is_never_refreshed() throws Exception {
        Answer page = gateway.authorize(request(RESOURCE, BOTH + " offline_access"));
        assertThat(GrantWorld.body(page))
                .contains("administer this gateway in your name")
                .doesNotContain("while you are away");
        Answer agreed = gateway.approve(page, "the administration of this gateway");
        String code = GrantWorld.query(GrantWorld.onward(agreed)).value("code").orElseThrow();
        Json token = TestWorld.json(gateway.redeem(code, "resource", RESOURCE));

        assertThat(token.text("refresh_token")).isEmpty();
        Inspection inspection = inspect(token);
        assertThat(inspection.audience()).isEqualTo(RESOURCE);
        assertThat(inspection.principal().scopes()).containsExactlyInAnyOrder("admin:read", "admin:write");
        assertThat(gateway.accepts(token.text("access_token").orElseThrow()))
                .as("at a virtual server")
                .isFalse();
    }

    @Test
    void whoever_names_no_scope_may_look() throws Exception {
        Answer page = gateway.authorize(GrantWorld.but(request(RESOURCE, BOTH), "scope", null));
        String code = GrantWorld.query(GrantWorld.onward(gateway.approve(page, "the administration of this gateway")))
                .value("code")
                .orElseThrow();
        assertThat(inspect(TestWorld.json(gateway.redeem(code, "resource", RESOURCE)))
                        .principal()
                        .scopes())
                .containsExactly("admin:read");
    }

    @Test
    void the_person_is_asked_each_time() throws Exception {
        gateway.approve(gateway.authorize(request(RESOURCE, BOTH)), "the administration of this gateway");
        assertThat(gateway.authorize(request(RESOURCE, BOTH)).status())
                .as("a page that asks")
                .isEqualTo(200);
    }

    @Test
    void scopes_of_administration_and_of_tools_never_mix() throws Exception {
        for (String[] mixed : new String[][] {
            {RESOURCE, "read:tools"},
            {RESOURCE, "admin:read read:tools"},
            {RESOURCE, "offline_access"},
            {TestWorld.RED_MCP, "admin:read"},
            {TestWorld.RED_MCP, "read:tools admin:write"},
        }) {
            Answer answer = gateway.authorize(request(mixed[0], mixed[1]));
            assertThat(GrantWorld.query(GrantWorld.location(answer)).value("error"))
                    .as("%s at %s", mixed[1], mixed[0])
                    .hasValue("invalid_scope");
        }
    }

    @Test
    void an_agent_never_gets_one() throws Exception {
        CredentialChange.Issued red = (CredentialChange.Issued)
                world.world.credentials(world.world.roster()).create(TestWorld.RED, "test");
        GrantWorld.Gateway fresh = world.gateway();
        for (String scope : List.of("", "admin:read", "read:tools")) {
            Answer answer = fresh.post(
                    "/oauth/token",
                    "grant_type",
                    "client_credentials",
                    "client_id",
                    red.clientId(),
                    "client_secret",
                    red.secret().value(),
                    "resource",
                    RESOURCE,
                    "scope",
                    scope);
            assertThat(answer.status()).as(scope).isEqualTo(400);
            assertThat(TestWorld.json(answer).text("error").orElse(""))
                    .as(scope)
                    .isIn("invalid_target", "invalid_scope");
        }
    }

    private Inspection inspect(Json token) {
        Optional<Inspection> inspection = gateway.tokens
                .inspector()
                .inspect(new AccessToken(token.text("access_token").orElseThrow()));
        return inspection.orElseThrow();
    }
}
