package dev.gatehouse.auth.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.TestWorld;
import dev.gatehouse.auth.client.OAuthClient.AuthMethod;
import dev.gatehouse.auth.egress.Fetcher;
import dev.gatehouse.auth.egress.SmallInternet;
import dev.gatehouse.testkit.tls.TestCertificate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DocumentClientsTest {
    private static final String ID = "https://client.example/oauth/client.json";
    private static final String GOOD = document("\"token_endpoint_auth_method\":\"none\"");

    @TempDir
    static Path folder;

    private static TestCertificate certificate;

    private TestWorld world;
    private SmallInternet internet;
    private ClientDirectory clients;
    private int peers;

    @BeforeAll
    static void certify() throws Exception {
        certificate = TestCertificate.of(folder, SmallInternet.HOST);
    }

    @BeforeEach
    void open() throws Exception {
        world = TestWorld.fresh();
        internet = SmallInternet.open(certificate);
        Fetcher fetcher = internet.fetcher(Set.of(), world.clock.clocks());
        clients = world.clientele(world.roster(), fetcher).directory();
    }

    @AfterEach
    void close() throws IOException {
        internet.close();
    }

    @Test
    void a_client_is_what_the_document_at_its_id_says() {
        internet.serves(GOOD);

        assertThat(find(ID)).isInstanceOfSatisfying(ClientLookup.Found.class, found -> {
            OAuthClient client = found.client();
            assertThat(client.clientId()).isEqualTo(ID);
            assertThat(client.origin()).isEqualTo(OAuthClient.Origin.DOCUMENT);
            assertThat(client.name()).isEqualTo("My Agent");
            assertThat(client.redirectUris()).containsExactly("https://client.example/callback");
            assertThat(client.authMethods()).containsExactly(AuthMethod.NONE);
        });
    }

    @Test
    void the_way_of_proof_may_be_one_or_several_to_choose_from() {
        internet.serves(document("\"token_endpoint_auth_methods_supported\":[\"none\",\"private_key_jwt\",\"other\"],"
                + "\"jwks_uri\":\"https://client.example/jwks\""));

        assertThat(find(ID)).isInstanceOfSatisfying(ClientLookup.Found.class, found -> {
            assertThat(found.client().authMethods())
                    .containsExactlyInAnyOrder(AuthMethod.NONE, AuthMethod.PRIVATE_KEY_JWT);
            assertThat(found.client().keys()).isEqualTo(new ClientKeys.At("https://client.example/jwks"));
        });
    }

    @Test
    void a_document_that_does_not_describe_its_own_url_describes_nobody() {
        List<String> bad = List.of(
                "[]",
                "{",
                "{}",
                GOOD.replace("client.json", "other.json"),
                GOOD.replace(ID, ID.toUpperCase(Locale.ROOT)),
                GOOD.replace("\"client_id\"", "\"client\""),
                GOOD.replace("\"client_name\"", "\"name\""),
                GOOD.replace("https://client.example/callback", "http://client.example/callback"),
                GOOD.replace("[\"https://client.example/callback\"]", "[]"),
                document("\"client_secret\":\"x\""),
                document("\"token_endpoint_auth_method\":\"client_secret_basic\""),
                document("\"token_endpoint_auth_methods_supported\":[\"client_secret_post\"]"),
                document("\"token_endpoint_auth_method\":\"private_key_jwt\""),
                document("\"grant_types\":[\"client_credentials\"]"));
        for (String json : bad) {
            internet.serves(json);
            assertThat(find(ID)).as(json).isInstanceOf(ClientLookup.Unknown.class);
            world.clock.advance(Duration.ofMinutes(6));
        }
        assertThat(internet.requests()).hasSize(bad.size());
    }

    @Test
    void an_id_that_is_no_plain_public_url_with_a_path_is_not_even_tried() {
        for (String id : List.of(
                "https://client.example",
                "https://client.example/",
                "https://client.example/?x",
                "https://127.0.0.1/client.json",
                "https://localhost/client.json",
                "https://client.example/a/../client.json",
                "https://client.example/client.json#x")) {
            assertThat(find(id)).as(id).isInstanceOf(ClientLookup.Unknown.class);
        }
        assertThat(internet.requests()).isEmpty();
        assertThat(internet.timesDisturbed()).isZero();
    }

    @Test
    void a_document_is_fetched_again_when_its_server_says_so_within_bounds() {
        internet.serves(GOOD, "Cache-Control: no-store");
        find(ID);
        world.clock.advance(Duration.ofMinutes(4));
        find(ID);
        assertThat(internet.requests()).hasSize(1);
        world.clock.advance(Duration.ofMinutes(2));
        internet.serves(GOOD, "Cache-Control: max-age=99999999");
        find(ID);
        assertThat(internet.requests()).hasSize(2);
        world.clock.advance(Duration.ofHours(23));
        find(ID);
        assertThat(internet.requests()).hasSize(2);
        world.clock.advance(Duration.ofHours(2));
        find(ID);
        assertThat(internet.requests()).hasSize(3);
    }

    @Test
    void a_client_stays_known_for_a_day_while_its_server_is_away() {
        internet.serves(GOOD);
        find(ID);
        internet.answers((_, out) -> out.write("HTTP/1.1 503 Later\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
        world.clock.advance(Duration.ofHours(24));
        assertThat(find(ID)).isInstanceOf(ClientLookup.Found.class);
        world.clock.advance(Duration.ofMinutes(10));
        assertThat(find(ID)).isInstanceOf(ClientLookup.Unavailable.class);
    }

    @Test
    void a_client_whose_server_is_away_is_not_asked_after_again_at_once() {
        internet.answers((_, out) -> out.write("HTTP/1.1 503 Later\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
        for (int i = 0; i < 5; i++) {
            assertThat(find(ID)).isInstanceOf(ClientLookup.Unavailable.class);
        }
        assertThat(internet.requests()).hasSize(1);
    }

    @Test
    void a_document_that_is_gone_makes_the_client_unknown() {
        internet.serves(GOOD);
        find(ID);
        internet.answers((_, out) -> out.write("HTTP/1.1 404 Gone\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
        world.clock.advance(Duration.ofMinutes(6));

        assertThat(find(ID)).isInstanceOf(ClientLookup.Unknown.class);
    }

    @Test
    void ten_thousand_ids_of_one_peer_make_ten_fetches() {
        internet.serves(GOOD);
        int unavailable = 0;
        for (int i = 0; i < 10_000; i++) {
            ClientLookup lookup = clients.find("https://client.example/" + i, "192.0.2.66");
            unavailable += lookup instanceof ClientLookup.Unavailable ? 1 : 0;
        }
        assertThat(internet.requests()).hasSize(Fetcher.PER_PEER_AND_MINUTE_MAX);
        assertThat(unavailable).isEqualTo(10_000 - Fetcher.PER_PEER_AND_MINUTE_MAX);
    }

    /** Each time another peer asks. */
    private ClientLookup find(String id) {
        return clients.find(id, "peer " + peers++);
    }

    private static String document(String member) {
        return "{\"client_id\":\"" + ID + "\",\"client_name\":\"My Agent\","
                + "\"redirect_uris\":[\"https://client.example/callback\"]," + member + "}";
    }
}
