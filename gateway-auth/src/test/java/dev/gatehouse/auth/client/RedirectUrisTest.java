package dev.gatehouse.auth.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.TestWorld;
import dev.gatehouse.auth.egress.Fetcher;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nobody is sent anywhere with a code but to where the client said beforehand. */
class RedirectUrisTest {
    private static final String APP = "https://app.example/oauth/callback";
    private static final String CURSOR = "cursor://anysphere.cursor-mcp/oauth/callback";

    private ClientDirectory clients;

    @BeforeEach
    void open() throws Exception {
        TestWorld world = TestWorld.fresh();
        clients = world.clientele(world.roster(), new Fetcher(Set::of, world.clock.clocks()))
                .directory();
    }

    @Test
    void what_was_registered_is_used_as_it_is_and_loopback_ports_may_differ() {
        List<String> good = List.of(
                APP,
                CURSOR,
                "http://127.0.0.1/cb",
                "http://127.0.0.1:1/cb",
                "http://127.0.0.1:65535/cb",
                "http://[::1]:49152/cb?x=1",
                "http://[::1]:3000/cb?x=1",
                "http://[::1]/cb?x=1",
                "http://localhost:33418/");
        for (String uri : good) {
            assertThat(redirect(uri)).as(uri).hasValue(uri);
        }
    }

    @Test
    void no_mutation_of_a_registered_uri_is_redirected_to() {
        List<String> mutations = List.of(
                "",
                "https://app.example/oauth/callback/",
                "https://app.example/oauth/callback?",
                "https://app.example/oauth/callback?next=https://evil.example",
                "https://app.example/oauth/callback#",
                "https://app.example/oauth/callback#fragment",
                "https://app.example/oauth/Callback",
                "https://APP.example/oauth/callback",
                "HTTPS://app.example/oauth/callback",
                "http://app.example/oauth/callback",
                "https://app.example:443/oauth/callback",
                "https://app.example:8443/oauth/callback",
                "https://app.example/oauth/../oauth/callback",
                "https://app.example/oauth/./callback",
                "https://app.example//oauth/callback",
                "https://app.example/oauth%2fcallback",
                "https://app.example/oauth/%63allback",
                "https://app.example/oauth/callback%00",
                "https://app.example/oauth/callback ",
                " https://app.example/oauth/callback",
                "https://app.example/oauth/callback\r\nX: y",
                "https://app.example/oauth/callback\t",
                "https://app.example\\@evil.example/oauth/callback",
                "https://app.example@evil.example/oauth/callback",
                "https://user@app.example/oauth/callback",
                "https://app.example.evil.example/oauth/callback",
                "https://evil.example/oauth/callback",
                "https://app.example./oauth/callback",
                "https://\u0430pp.example/oauth/callback",
                "https://xn--pp-6kc.example/oauth/callback",
                "//app.example/oauth/callback",
                "https:app.example/oauth/callback",
                "https:///app.example/oauth/callback",
                "javascript:alert(1)",
                "data:text/html,x",
                "cursor://evil/oauth/callback",
                "cursor:anysphere.cursor-mcp/oauth/callback",
                "http://127.0.0.1:/cb",
                "http://127.0.0.1:0/cb",
                "http://127.0.0.1:080/cb",
                "http://127.0.0.1:65536/cb",
                "http://127.0.0.1:99999/cb",
                "http://127.0.0.1:8080/cb/",
                "http://127.0.0.1:8080/other",
                "http://127.0.0.1:8080@evil.example/cb",
                "http://127.0.0.1.evil.example/cb",
                "http://127.1:8080/cb",
                "http://2130706433/cb",
                "http://0.0.0.0:8080/cb",
                "https://127.0.0.1:8080/cb",
                "http://localhost:8080/cb",
                "http://localhost.evil.example:33418/",
                "http://localhost.:33418/",
                "http://LOCALHOST:33418/",
                "http://[::1]:3000/cb",
                "http://[::1]:3000/cb?x=2",
                "http://[0:0:0:0:0:0:0:1]:3000/cb?x=1",
                "http://[::ffff:127.0.0.1]:3000/cb?x=1");
        assertThat(mutations).hasSizeGreaterThan(40).doesNotHaveDuplicates();
        for (String uri : mutations) {
            assertThat(redirect(uri)).as(uri).isEmpty();
        }
    }

    @Test
    void without_a_redirect_uri_the_only_one_is_used_and_none_of_several() {
        assertThat(clients.redirectUri(client(List.of(APP)), Optional.empty())).hasValue(APP);
        assertThat(clients.redirectUri(client(List.of(APP, CURSOR)), Optional.empty()))
                .isEmpty();
    }

    @Test
    void a_uri_that_could_be_mistaken_is_not_registered() {
        List<String> bad = List.of(
                "",
                "app.example/cb",
                "/cb",
                "http://app.example/cb",
                "https://",
                "https:///cb",
                "https://app.example/cb#",
                "https://*.app.example/cb",
                "https://app.example/*",
                "https://user@app.example/cb",
                "https://app.example/a/../cb",
                "https://app.example/a b",
                "https://app.example/\u00e4",
                "http://0.0.0.0/cb",
                "http://127.0.0.2/cb",
                "http://127.0.0.1:99999/cb",
                "javascript:alert(1)",
                "data:text/html,x",
                "file:///etc/passwd",
                "com.example.app:/cb",
                "cursor:",
                "Cursor://x/cb",
                "https://app.example/" + "x".repeat(RedirectUris.CHARS_MAX));
        for (String uri : bad) {
            assertThat(RedirectUris.isAcceptable(uri, List.of("cursor")))
                    .as(uri)
                    .isFalse();
        }
        assertThat(RedirectUris.isAcceptable("com.example.app:/cb", List.of("com.example.app")))
                .isTrue();
    }

    private Optional<String> redirect(String uri) {
        return clients.redirectUri(
                client(List.of(APP, CURSOR, "http://127.0.0.1/cb", "http://[::1]:3000/cb?x=1", "http://localhost/")),
                Optional.of(uri));
    }

    private static OAuthClient client(List<String> redirectUris) {
        return new OAuthClient(
                "app",
                OAuthClient.Origin.REGISTERED,
                "App",
                redirectUris,
                Set.of(OAuthClient.AuthMethod.NONE),
                Optional.empty(),
                new ClientKeys.None(),
                true);
    }
}
