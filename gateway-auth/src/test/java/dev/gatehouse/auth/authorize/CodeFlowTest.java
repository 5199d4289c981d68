package dev.gatehouse.auth.authorize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.TestWorld;
import dev.gatehouse.auth.grant.CodeGrants;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.identity.Authentication;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From a consent to a code to tokens, and everything that must not lead there. */
class CodeFlowTest {
    private GrantWorld world;
    private GrantWorld.Gateway gateway;

    @BeforeEach
    void open() throws Exception {
        world = GrantWorld.fresh();
        gateway = world.gateway;
    }

    private String code() throws Exception {
        return gateway.code(GrantWorld.APP, GrantWorld.APP_CALLBACK, GrantWorld.OFFLINE);
    }

    @Test
    void a_code_becomes_a_token_that_says_who_through_which_client_where_and_under_which_bundle() throws Exception {
        Answer answer = gateway.redeem(code());

        Json body = TestWorld.json(answer);
        assertThat(answer.status()).as(GrantWorld.body(answer)).isEqualTo(200);
        assertThat(body.text("scope")).hasValue(GrantWorld.OFFLINE);
        assertThat(body.text("refresh_token").orElseThrow()).startsWith("ghr_");
        Authentication verdict = gateway.authenticate(body.text("access_token").orElseThrow());
        assertThat(verdict).isInstanceOfSatisfying(Authentication.Authenticated.class, known -> {
            Principal ann = known.principal();
            assertThat(ann.kind()).isEqualTo(Principal.Kind.USER);
            assertThat(ann.subject()).isEqualTo(world.ann.id().toString());
            assertThat(ann.name()).hasValue("local/ann");
            assertThat(ann.clientId()).isEqualTo(GrantWorld.APP);
            assertThat(ann.scopes()).containsExactlyInAnyOrder("read:tools", "execute:tools");
            assertThat(ann.bundle()).hasValue(new BundleName("mine"));
            assertThat(gateway.tokens.bearers().isLive(ann)).isTrue();
        });
        assertThat(world.world.journal.events(AuditEvent.TokenIssued.class))
                .singleElement()
                .satisfies(event -> assertThat(event.subject()).isEqualTo("local/ann"));
    }

    @Test
    void a_client_that_may_refresh_gets_a_refresh_token_though_it_asked_only_for_what_the_challenge_named()
            throws Exception {
        for (String client : List.of(GrantWorld.APP, gateway.register("[\"authorization_code\",\"refresh_token\"]"))) {
            String[] request = GrantWorld.request(client, GrantWorld.APP_CALLBACK, "read:tools");
            assertThat(GrantWorld.body(gateway.authorize(request))).contains("go on doing so while you are away");

            String code = gateway.code(client, GrantWorld.APP_CALLBACK, "read:tools");
            Json body = TestWorld.json(gateway.redeem(code, "client_id", client));

            assertThat(body.text("scope")).hasValue("read:tools offline_access");
            assertThat(body.text("refresh_token")).isPresent();
        }
    }

    @Test
    void a_client_that_did_not_register_to_refresh_has_to_ask_for_it() throws Exception {
        String client = gateway.register("[\"authorization_code\"]");

        String code = gateway.code(client, GrantWorld.APP_CALLBACK, "read:tools");
        Json without = TestWorld.json(gateway.redeem(code, "client_id", client));
        String asked = gateway.code(client, GrantWorld.APP_CALLBACK, "read:tools offline_access");
        Json with = TestWorld.json(gateway.redeem(asked, "client_id", client));

        assertThat(without.text("scope")).hasValue("read:tools");
        assertThat(without.member("refresh_token")).isEmpty();
        assertThat(with.text("refresh_token")).isPresent();
    }

    @Test
    void a_code_brought_back_in_any_other_way_gives_nothing_and_is_spent() throws Exception {
        String[][] table = {
            {"code_verifier", "-"},
            {"code_verifier", "w".repeat(43)},
            {"code_verifier", GrantWorld.challenge(GrantWorld.VERIFIER)},
            {"code_verifier", GrantWorld.VERIFIER + "v"},
            {"client_id", GrantWorld.DESKTOP},
            {"redirect_uri", "https://app.test/cb2"},
            {"resource", TestWorld.BLUE_MCP},
        };
        for (String[] wrong : table) {
            String code = code();
            Answer answer = gateway.redeem(code, wrong);
            assertThat(answer.status()).as(String.join(" ", wrong)).isEqualTo(400);
            assertThat(TestWorld.json(answer).text("error"))
                    .as(String.join(" ", wrong))
                    .hasValue("invalid_grant");
            assertThat(gateway.redeem(code).status()).as("then the right way").isEqualTo(400);
        }
    }

    @Test
    void a_code_lives_for_a_minute() throws Exception {
        String code = code();
        world.world.clock.advance(CodeGrants.CODE_LIFETIME);

        assertThat(TestWorld.json(gateway.redeem(code)).text("error")).hasValue("invalid_grant");
    }

    @Test
    void a_code_used_again_takes_the_tokens_of_its_first_use_with_it() throws Exception {
        String code = code();
        Json first = TestWorld.json(gateway.redeem(code));
        String access = first.text("access_token").orElseThrow();
        assertThat(gateway.accepts(access)).isTrue();

        assertThat(gateway.redeem(code).status()).isEqualTo(400);

        assertThat(gateway.accepts(access)).isFalse();
        assertThat(gateway.refresh(first.text("refresh_token").orElseThrow()).status())
                .isEqualTo(400);
    }

    @Test
    void of_fifty_uses_at_once_one_gets_tokens_and_those_are_dead() throws Exception {
        String code = code();

        List<Answer> answers = Crowd.of(50, () -> gateway.redeem(code));

        List<Answer> good =
                answers.stream().filter(answer -> answer.status() == 200).toList();
        assertThat(good).hasSize(1);
        Json tokens = TestWorld.json(good.getFirst());
        assertThat(gateway.accepts(tokens.text("access_token").orElseThrow())).isFalse();
        assertThat(gateway.refresh(tokens.text("refresh_token").orElseThrow()).status())
                .isEqualTo(400);
    }

    @Test
    void nothing_is_spent_for_a_token_whose_issue_cannot_be_recorded() throws Exception {
        String code = code();
        world.world.journal.neverDurable(true);
        Answer refused = gateway.redeem(code);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(TestWorld.json(refused).text("error")).hasValue("temporarily_unavailable");

        world.world.journal.neverDurable(false);
        assertThat(gateway.redeem(code).status()).isEqualTo(200);
    }

    @Test
    void whoever_loses_the_bundle_or_is_switched_off_loses_access_at_once() throws Exception {
        Json tokens = TestWorld.json(gateway.redeem(code()));
        String access = tokens.text("access_token").orElseThrow();
        String refresh = tokens.text("refresh_token").orElseThrow();

        world.world.execute("UPDATE auth.person SET active = false, change = change + 1000 WHERE user_name = 'ann'");
        world.world.execute("UPDATE auth.people_change SET number = number + 2000");
        world.people.roster().refresh();

        assertThat(gateway.accepts(access)).isFalse();
        assertThat(gateway.refresh(refresh).status()).isEqualTo(400);
    }

    @Test
    void agents_have_no_codes_and_people_no_client_credentials() throws Exception {
        Answer answer = gateway.post(
                "/oauth/token",
                "grant_type",
                "client_credentials",
                "client_id",
                GrantWorld.APP,
                "resource",
                TestWorld.RED_MCP);

        assertThat(TestWorld.json(answer).text("error")).hasValue("unauthorized_client");
        assertThat(Optional.of(answer.status())).hasValue(400);
    }

    /** Many at once. */
    static final class Crowd {
        private Crowd() {}

        static <T> List<T> of(int count, Callable<T> work) throws Exception {
            CountDownLatch start = new CountDownLatch(1);
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<T>> futures = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    futures.add(threads.submit(() -> {
                        start.await();
                        return work.call();
                    }));
                }
                start.countDown();
                List<T> results = new ArrayList<>();
                for (Future<T> future : futures) {
                    results.add(future.get());
                }
                return results;
            }
        }
    }
}
