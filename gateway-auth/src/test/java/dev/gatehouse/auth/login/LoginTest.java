package dev.gatehouse.auth.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.testkit.browser.Jar;
import dev.gatehouse.testkit.oidc.FakeIdp;
import dev.gatehouse.testkit.oidc.IdpFault;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginTest {
    private LoginWorld world;
    private Jar jar;

    @BeforeEach
    void open() throws Exception {
        world = LoginWorld.open();
        jar = new Jar(world.server.url());
    }

    @AfterEach
    void close() {
        jar.close();
        world.close();
    }

    @ParameterizedTest
    @EnumSource(value = IdpFault.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void nobodyIsLoggedInByAProviderThatMisbehaves(IdpFault fault) throws Exception {
        world.idp.misbehave(fault);

        HttpResponse<String> start = jar.get("/who");
        HttpResponse<String> end = start.statusCode() == 303 ? finish(start, "ada") : start;

        assertThat(end.statusCode()).isIn(403, 503);
        assertThat(end.body()).contains("That did not work").doesNotContain(FakeIdp.CLIENT_SECRET);
        assertThat(jar.cookies()).doesNotContainKey("__Host-gatehouse");
        assertThat(world.people.asserted).isEmpty();
        assertThat(world.idp.strays()).as("requests that discovery led inside").isZero();
    }

    @Test
    void anAnswerCountsOnce() throws Exception {
        String callback = callback(jar.get("/who"), "ada");

        assertThat(jar.get(callback).statusCode()).isEqualTo(303);
        assertThat(jar.get(callback).statusCode()).isEqualTo(403);
        assertThat(world.idp.redemptions()).isOne();
    }

    @Test
    void anAnswerCountsOnlyInTheBrowserThatAskedForIt() throws Exception {
        String callback = callback(jar.get("/who"), "mallory");
        try (Jar victim = new Jar(world.server.url())) {
            assertThat(victim.get(callback).statusCode()).isEqualTo(403);
            victim.get("/who");

            assertThat(victim.get(callback).statusCode()).isEqualTo(403);
            assertThat(victim.cookies()).doesNotContainKey("__Host-gatehouse");
        }
        assertThat(world.idp.redemptions()).isZero();
    }

    @Test
    void anAnswerThatTookTenMinutesIsTooLate() throws Exception {
        String callback = callback(jar.get("/who"), "ada");

        world.world.clock.advance(BegunLogins.LASTS);

        assertThat(jar.get(callback).statusCode()).isEqualTo(403);
    }

    @Test
    void anAnswerToOneProviderIsNoneToAnother() throws Exception {
        world.trust(world.provider("corp", List.of(), true), world.provider("partner", List.of(), true));
        String callback = callback(jar.get("/login/to/corp?return_to=/who"), "ada");

        assertThat(jar.get(callback.replace("/corp?", "/partner?")).statusCode())
                .isEqualTo(403);
        assertThat(world.idp.redemptions()).isZero();
    }

    @Test
    void theCookieOfBeforeTheLoginIsWorthNothingAfterIt() throws Exception {
        logIn("ada");
        String before = jar.cookies().get("__Host-gatehouse");

        HttpResponse<String> end = finish(jar.get("/login/to/corp?return_to=/who"), "ada");

        assertThat(end.statusCode()).isEqualTo(303);
        assertThat(jar.cookies().get("__Host-gatehouse")).isNotEqualTo(before);
        jar.cookies().put("__Host-gatehouse", before);
        assertThat(jar.get("/who").statusCode()).isEqualTo(303);
    }

    @Test
    void aSessionEndsWhenNobodyUsesItAndAfterEightHoursWhoeverDoes() throws Exception {
        logIn("ada");

        for (int used = 0; used < 34; used++) {
            world.world.clock.advance(Duration.ofMinutes(14));
            assertThat(jar.get("/who").statusCode()).isEqualTo(200);
        }
        world.world.clock.advance(Duration.ofMinutes(5));
        assertThat(jar.get("/who").statusCode()).isEqualTo(303);

        logIn("ada");
        world.world.clock.advance(Duration.ofMinutes(15));
        assertThat(jar.get("/who").statusCode()).isEqualTo(303);
        world.login.sweep();
    }

    @Test
    void whoIsSwitchedOffIsUnknownAtOnce() throws Exception {
        logIn("ada");

        world.people.deactivateEverybody();

        assertThat(jar.get("/who").statusCode()).isEqualTo(303);
        assertThat(finish(jar.get("/who"), "ada").body()).contains("switched off");
    }

    @Test
    void whoIsUnknownStaysOutWhereLoginsCreateNobody() throws Exception {
        world.trust(world.provider("corp", List.of(), false));

        assertThat(finish(jar.get("/who"), "ada").body()).contains("Nobody has given you access");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.test/",
                "//evil.test",
                "/\\evil.test",
                "\\\\evil.test",
                "/%09/evil.test\t",
                "evil",
                "javascript:alert(1)",
                "/\n/evil.test",
                "/a#b",
                ""
            })
    void aLoginLeadsToNoAddressOfOthers(String target) throws Exception {
        String encoded = Logins.encode(target);

        HttpResponse<String> page = jar.get("/login/to/corp?return_to=" + encoded);

        if (target.isEmpty()) {
            assertThat(Jar.location(finish(page, "ada"))).isEqualTo("/login");
        } else {
            assertThat(page.statusCode()).isEqualTo(404);
        }
        assertThat(jar.get("/login?return_to=" + encoded).body()).doesNotContain("return_to=" + encoded + "\"");
    }

    @ParameterizedTest
    @CsvSource({"mfa, mfa, 303", "pwd, mfa, 403", ", mfa, 403", "pwd, pwd, 403", "mfa, mfa pwd, 303"})
    void theContextThatTheConfigurationDemandsIsNotNegotiable(String told, String asked, int status) throws Exception {
        world.trust(world.provider("corp", List.of("mfa"), true));
        world.idp.claims(Map.of("acr", Optional.ofNullable(told).orElse("")));

        HttpResponse<String> start = jar.get("/login/to/corp?return_to=/who&acr_values=" + Logins.encode(asked));

        assertThat(Jar.location(start)).contains("acr_values=mfa");
        assertThat(finish(start, "ada").statusCode()).isEqualTo(status);
    }

    @Test
    void keysMayChangeAtAnyTime() throws Exception {
        logIn("ada");

        world.idp.rotateKey();

        logIn("grace");
    }

    @Test
    void groupsAreReadAsEachProviderWritesThem() throws Exception {
        world.idp.claims(Map.of("groups", "Engineering"));
        logIn("ada");
        world.idp.claims(Map.of("groups", List.of("A", 7, "", "B")));
        logIn("ada");
        world.idp.claims(Map.of(
                "groups",
                List.of(),
                "_claim_names",
                Map.of("groups", "src1"),
                "_claim_sources",
                Map.of("src1", Map.of())));
        logIn("ada");

        assertThat(world.people.asserted.stream().map(asserted -> asserted.groups()))
                .containsExactly(Optional.of(Set.of("Engineering")), Optional.of(Set.of("A", "B")), Optional.empty());
    }

    @Test
    void anAddressThatNobodyVerifiedIsNoName() throws Exception {
        world.idp.claims(Map.of("preferred_username", "", "email", "ceo@corp.test", "email_verified", false));

        assertThat(finish(jar.get("/who"), "mallory").statusCode()).isEqualTo(403);
        assertThat(world.people.asserted).isEmpty();

        world.idp.claims(Map.of("preferred_username", "", "email", "ada@corp.test", "email_verified", true));
        logIn("ada");
        assertThat(world.people.asserted.getLast().userName()).isEqualTo("ada@corp.test");
    }

    @Test
    void nobodyIsLoggedInUnlessItCanBeRecorded() throws Exception {
        HttpResponse<String> start = jar.get("/who");
        world.world.journal.neverDurable(true);

        assertThat(finish(start, "ada").statusCode()).isEqualTo(503);
        assertThat(jar.cookies()).doesNotContainKey("__Host-gatehouse");

        world.world.journal.neverDurable(false);
        logIn("ada");
        assertThat(world.world.journal.events(AuditEvent.Administered.class).getLast())
                .extracting(AuditEvent.Administered::actor, AuditEvent.Administered::action)
                .containsExactly("corp/ada", "login");
    }

    @Test
    void signingOutTakesAFormOfOurOwnPage() throws Exception {
        logIn("ada");
        HttpResponse<String> page = jar.get("/login");

        assertThat(jar.post("/logout", Map.of("form_token", "x"), world.server.url())
                        .statusCode())
                .isEqualTo(403);
        assertThat(jar.get("/who").statusCode()).isEqualTo(200);

        assertThat(jar.submit(page, "/logout", Map.of()).statusCode()).isEqualTo(200);
        assertThat(jar.get("/who").statusCode()).isEqualTo(303);
    }

    private void logIn(String user) throws Exception {
        assertThat(finish(jar.get("/login/to/corp?return_to=/who"), user).statusCode())
                .isEqualTo(303);
        assertThat(jar.get("/who").statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> finish(HttpResponse<String> start, String user) throws Exception {
        return jar.get(callback(start, user));
    }

    /** Where the provider sends the browser after its login page. */
    private String callback(HttpResponse<String> start, String user) throws Exception {
        HttpResponse<String> page = jar.get(Jar.location(start));
        return Jar.location(jar.submit(page, world.idp.issuer() + "/authorize", Map.of("user", user)));
    }
}
