package dev.gatehouse.auth.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.testkit.browser.Chromium;
import dev.gatehouse.testkit.browser.Window;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoginInBrowserTest {
    private static Chromium chromium;
    private LoginWorld world;

    @BeforeAll
    static void browser() throws Exception {
        Optional<String> missing = Chromium.missing();
        missing.ifPresent(System.out::println);
        assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
        chromium = Chromium.start();
    }

    @AfterAll
    static void closeBrowser() throws Exception {
        if (chromium != null) {
            chromium.close();
        }
    }

    @BeforeEach
    void open() throws Exception {
        world = LoginWorld.open();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aPersonLogsInAndIsBackWhereTheyWantedToGo() {
        Window window = chromium.window();

        logIn(window, "ada");

        assertThat(window.url()).isEqualTo(world.url(LoginWorld.WHO + "?a=b%2Fc"));
        assertThat(window.text()).isEqualTo("corp/ada");
        assertThat(window.cookies()).contains("__Host-gatehouse");
    }

    @Test
    void aPersonSignsOutAndIsUnknownAgain() {
        Window window = chromium.window();
        logIn(window, "ada");

        window.go(world.url("/login"));
        assertThat(window.text()).contains("corp/ada");
        window.clickButton("Sign out");
        assertThat(window.text()).contains("Signed out");

        window.go(world.url(LoginWorld.WHO));
        assertThat(window.url()).startsWith(world.idp.issuer());
    }

    @Test
    void aLoginThatSomebodyElseBeganEndsWithNobodyLoggedIn() {
        Window attacker = chromium.window();
        attacker.go(world.url(LoginWorld.WHO));
        String begun = attacker.url();
        Window victim = chromium.window();

        victim.go(begun);
        victim.fill("Name", "mallory");
        victim.clickButton("Log in");

        assertThat(victim.text()).contains("another browser");
        assertThat(victim.cookies()).doesNotContain("__Host-gatehouse");
        assertThat(world.idp.redemptions()).isZero();
    }

    @Test
    void aFormOfAnotherSiteSignsNobodyOut() {
        Window window = chromium.window();
        logIn(window, "ada");

        window.go(world.idp.issuer() + "/authorize");
        window.submit("<form method=post action='" + world.url("/logout") + "'></form>");

        assertThat(window.text()).contains("did not come from a page that this gateway showed you");
        window.go(world.url(LoginWorld.WHO));
        assertThat(window.text()).isEqualTo("corp/ada");
    }

    @Test
    void everyPageCanBeReadByEverybodyOnAnyScreen() throws Exception {
        for (Window window : List.of(chromium.window(), chromium.darkWindow())) {
            world.trust(world.provider("corp", List.of(), true), world.provider("partner", List.of(), true));
            window.go(world.url("/login?return_to=%2Fwho"));
            inspect(window, "choice");
            window.go(world.url("/login/callback/corp?state=x&code=y"));
            inspect(window, "failure");
            world.trust(world.provider("corp", List.of(), true));
            logIn(window, "ada-with-a-rather-long-name-that-has-to-be-broken-somewhere@department.corp.test");
            window.go(world.url("/login"));
            inspect(window, "signed-in");
            window.clickButton("Sign out");
            inspect(window, "signed-out");
        }
    }

    @Test
    void theFirstOwnerIsMadeInABrowserAndReturnsWithAPassword() throws Exception {
        Window window = chromium.window();
        window.go(world.url("/setup"));
        inspect(window, "setup");
        window.fill("One-time token", world.local.bootstrapToken().orElseThrow());
        window.fill("User name", "root");
        window.fill("New password", "four words nobody connects");
        window.fill("The same password again", "four words nobody connects");
        window.clickButton("Create the administrator");
        window.arriveAt(world.url("/login"));
        assertThat(window.text()).contains("local/root");
        window.clickButton("Sign out");

        window.go(world.url("/login?return_to=%2Fwho%3Fx%3Dy"));
        window.clickLink("Use a local account");
        window.fill("User name", "root");
        window.fill("Password", "no idea");
        window.clickButton("Sign in");
        inspect(window, "password");
        window.fill("User name", "root");
        window.fill("Password", "four words nobody connects");
        window.clickButton("Sign in");

        window.arriveAt(world.url("/who?x=y"));
        assertThat(window.text()).isEqualTo("local/root");
        assertThat(window.complaints())
                .filteredOn(text -> text.contains("Policy"))
                .isEmpty();
    }

    private void logIn(Window window, String user) {
        window.go(world.url(LoginWorld.WHO + "?a=b%2Fc"));
        window.fill("Name", user);
        window.clickButton("Log in");
        window.arriveAt(world.url(LoginWorld.WHO));
    }

    private int shots;

    private void inspect(Window window, String name) throws Exception {
        Path shots = Files.createDirectories(Path.of("target/screenshots"));
        assertThat(window.violations()).as(name).isEmpty();
        window.screenshot(shots.resolve(name + "-" + this.shots + ".png"));
        window.resize(360);
        assertThat(window.overflowPixels()).as(name).isZero();
        window.screenshot(shots.resolve(name + "-" + this.shots++ + "-small.png"));
        window.resize(1024);
    }
}
