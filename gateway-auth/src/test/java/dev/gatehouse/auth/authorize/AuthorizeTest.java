package dev.gatehouse.auth.authorize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.TestWorld;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Form;
import dev.gatehouse.core.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients ask for at the browser, what people are asked, and what they can take back. */
class AuthorizeTest {
    private GrantWorld world;
    private GrantWorld.Gateway gateway;
    private String[] good;

    @BeforeEach
    void open() throws Exception {
        world = GrantWorld.fresh();
        gateway = world.gateway;
        good = GrantWorld.request(GrantWorld.APP, GrantWorld.APP_CALLBACK, GrantWorld.OFFLINE);
    }

    @Test
    void nobody_is_redirected_for_a_client_or_an_address_that_is_not_known() throws Exception {
        for (String[] wrong : new String[][] {
            {"client_id", null},
            {"client_id", "nobody"},
            {"redirect_uri", "https://evil.test/cb"},
            {"redirect_uri", GrantWorld.APP_CALLBACK + "/"},
            {"redirect_uri", "https://app.test:444/cb"},
            {"redirect_uri", "https://app.test@evil.test/cb"},
            {"redirect_uri", "javascript:alert(1)"},
        }) {
            Answer answer = gateway.authorize(GrantWorld.but(good, wrong[0], wrong[1]));
            assertThat(answer.status()).as(wrong[1]).isEqualTo(400);
            assertThat(GrantWorld.location(answer)).as(wrong[1]).isEmpty();
        }
    }

    @Test
    void every_other_mistake_is_told_to_the_client_with_state_and_issuer() throws Exception {
        List<String> failures = new ArrayList<>();
        for (String[] wrong : new String[][] {
            {"response_type", null, "invalid_request"},
            {"response_type", "token", "unsupported_response_type"},
            {"response_type", "code id_token", "unsupported_response_type"},
            {"response_mode", "fragment", "invalid_request"},
            {"code_challenge", null, "invalid_request"},
            {"code_challenge", "short", "invalid_request"},
            {"code_challenge_method", null, "invalid_request"},
            {"code_challenge_method", "plain", "invalid_request"},
            {"code_challenge_method", "s256", "invalid_request"},
            {"scope", "admin:all", "invalid_scope"},
            {"scope", "offline_access", "invalid_scope"},
            {"prompt", "none login", "invalid_request"},
            {"prompt", "whatever", "invalid_request"},
            {"request", "x", "request_not_supported"},
            {"request_uri", "https://app.test/r", "request_uri_not_supported"},
            {"resource", "https://gw.test/vmcp/none/mcp", "invalid_target"},
            {"resource", TestWorld.RED_MCP + "/", "invalid_target"},
        }) {
            Answer answer = gateway.authorize(GrantWorld.but(good, wrong[0], wrong[1]));
            String location = GrantWorld.location(answer);
            Form query =
                    location.startsWith(GrantWorld.APP_CALLBACK + "?") ? GrantWorld.query(location) : Form.parse("");
            boolean right = answer.status() == 303
                    && query.value("error").equals(Optional.of(wrong[2]))
                    && query.value("state").equals(Optional.of("xyz"))
                    && query.value("iss").equals(Optional.of(TestWorld.ISSUER.url()))
                    && query.value("code").isEmpty();
            if (!right) {
                failures.add(wrong[0] + "=" + wrong[1] + ": " + answer.status() + " " + location);
            }
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void somebody_unknown_logs_in_first_and_comes_back_to_the_same_request() throws Exception {
        world.visitor = Optional.empty();

        assertThat(GrantWorld.location(gateway.authorize(good)))
                .startsWith("/login?/oauth/authorize?response_type=code");
        Answer silent = gateway.authorize(GrantWorld.but(good, "prompt", "none"));
        assertThat(GrantWorld.query(GrantWorld.location(silent)).value("error")).hasValue("login_required");
    }

    @Test
    void a_fresh_login_is_asked_for_once() throws Exception {
        String[] fresh = GrantWorld.but(good, "prompt", "login");
        assertThat(gateway.authorize(fresh).status()).isEqualTo(200);

        world.world.clock.advance(Duration.ofMinutes(5));
        assertThat(GrantWorld.location(gateway.authorize(fresh))).startsWith("/login?");
    }

    @Test
    void the_page_names_client_person_server_address_and_what_it_may_do() throws Exception {
        String page = GrantWorld.body(gateway.authorize(good));

        assertThat(page).contains("The App", "local/ann", "red", "app.test", "use them in your name", "mine", "other");
        assertThat(page).doesNotContain("this computer", "Nobody has checked");
        assertThat(GrantWorld.header(gateway.authorize(good), "Content-Security-Policy"))
                .contains("frame-ancestors 'none'");
    }

    @Test
    void an_answer_to_this_computer_comes_with_a_warning() throws Exception {
        String[] desktop = GrantWorld.request(GrantWorld.DESKTOP, "http://127.0.0.1:5123/cb", "read:tools");

        assertThat(GrantWorld.body(gateway.authorize(desktop))).contains("any program on it can receive the answer");
    }

    @Test
    void the_answer_carries_code_state_and_issuer_to_the_registered_address() throws Exception {
        String url = GrantWorld.onward(gateway.approve(gateway.authorize(good), "red/mine"));

        assertThat(url).startsWith(GrantWorld.APP_CALLBACK + "?code=ghc_");
        assertThat(GrantWorld.query(url).value("state")).hasValue("xyz");
        assertThat(GrantWorld.query(url).value("iss")).hasValue(TestWorld.ISSUER.url());
        assertThat(world.world.journal.events(AuditEvent.Administered.class)).anySatisfy(event -> {
            assertThat(event.action()).isEqualTo("consent.give");
            assertThat(event.actor()).isEqualTo("local/ann");
            assertThat(event.detail()).contains("server red", "bundle mine");
        });
    }

    @Test
    void a_refusal_is_told_to_the_client() throws Exception {
        Answer page = gateway.authorize(good);
        Answer denied = gateway.submit(
                "/oauth/authorize",
                "form_token",
                "form-token",
                "question",
                GrantWorld.question(page),
                "decision",
                "deny");

        assertThat(GrantWorld.query(GrantWorld.onward(denied)).value("error")).hasValue("access_denied");
    }

    @Test
    void a_question_is_answered_once_in_its_own_session_and_in_time() throws Exception {
        Answer page = gateway.authorize(good);
        assertThat(gateway.approve(page, "red/mine").status()).isEqualTo(200);
        assertThat(gateway.approve(page, "red/mine").status()).as("twice").isEqualTo(400);

        Answer other = gateway.authorize(GrantWorld.but(good, "prompt", "consent"));
        world.visitor = Optional.of(world.visitor("session-2"));
        assertThat(gateway.approve(other, "red/mine").status()).as("elsewhere").isEqualTo(403);
        world.visitor = Optional.of(world.visitor("session-1"));
        world.world.clock.advance(Question.LIFETIME);
        assertThat(gateway.approve(other, "red/mine").status()).as("late").isEqualTo(400);
    }

    @Test
    void forged_forms_are_refused() throws Exception {
        String question = GrantWorld.question(gateway.authorize(good));
        String[] form = {"form_token", "form-token", "question", question, "option", "red/mine", "decision", "approve"};

        assertThat(gateway.post("/oauth/authorize", form).status())
                .as("no origin")
                .isEqualTo(403);
        for (String[] wrong :
                new String[][] {{"form_token", null}, {"form_token", "other"}, {"question", "x"}, {"question", null}}) {
            assertThat(gateway.submit("/oauth/authorize", GrantWorld.but(form, wrong[0], wrong[1]))
                            .status())
                    .as(wrong[0])
                    .isEqualTo(403);
        }
        assertThat(gateway.submit("/oauth/authorize", GrantWorld.but(form, "option", "blue"))
                        .status())
                .as("not offered")
                .isEqualTo(400);
    }

    @Test
    void a_registered_client_is_not_asked_for_again_and_one_on_this_computer_always() throws Exception {
        gateway.code(GrantWorld.APP, GrantWorld.APP_CALLBACK, "read:tools");
        String[] less = GrantWorld.request(GrantWorld.APP, GrantWorld.APP_CALLBACK, "read:tools");

        assertThat(GrantWorld.location(gateway.authorize(GrantWorld.but(less, "prompt", "none"))))
                .contains("code=ghc_");
        assertThat(gateway.authorize(good).status()).as("more scopes").isEqualTo(200);
        assertThat(gateway.authorize(GrantWorld.but(less, "prompt", "consent")).status())
                .isEqualTo(200);

        gateway.code(GrantWorld.DESKTOP, "http://127.0.0.1:5123/cb", "read:tools");
        String[] desktop = GrantWorld.request(GrantWorld.DESKTOP, "http://127.0.0.1:5123/cb", "read:tools");
        assertThat(gateway.authorize(desktop).status()).isEqualTo(200);
        Answer silent = gateway.authorize(GrantWorld.but(desktop, "prompt", "none"));
        assertThat(GrantWorld.query(GrantWorld.location(silent)).value("error")).hasValue("consent_required");
    }

    @Test
    void without_a_resource_the_person_chooses_the_server() throws Exception {
        Answer page = gateway.authorize(GrantWorld.but(good, "resource", null));
        assertThat(GrantWorld.body(page)).contains("value=\"blue\"", "value=\"red/mine\"", "value=\"red/other\"");

        String code = GrantWorld.query(GrantWorld.onward(gateway.approve(page, "blue")))
                .value("code")
                .orElseThrow();
        Json tokens = TestWorld.json(gateway.redeem(code, "resource", "-"));
        assertThat(gateway.accepts(tokens.text("access_token").orElseThrow()))
                .as("at red")
                .isFalse();
    }

    @Test
    void what_is_taken_back_ends_at_once_and_has_to_be_asked_for_again() throws Exception {
        Json tokens = TestWorld.json(
                gateway.redeem(gateway.code(GrantWorld.APP, GrantWorld.APP_CALLBACK, GrantWorld.OFFLINE)));
        String page = GrantWorld.body(gateway.get("/account"));
        assertThat(page).contains("The App", "red (mine)", "app.test");
        String consent = page.replaceFirst("(?s).*name=\"consent\" value=\"([^\"]+)\".*", "$1");

        assertThat(gateway.submit("/account/revoke", "form_token", "form-token", "consent", consent)
                        .status())
                .isEqualTo(303);

        assertThat(gateway.accepts(tokens.text("access_token").orElseThrow())).isFalse();
        assertThat(gateway.refresh(tokens.text("refresh_token").orElseThrow()).status())
                .isEqualTo(400);
        assertThat(GrantWorld.body(gateway.get("/account"))).doesNotContain("The App");
        assertThat(gateway.authorize(good).status()).isEqualTo(200);
    }
}
