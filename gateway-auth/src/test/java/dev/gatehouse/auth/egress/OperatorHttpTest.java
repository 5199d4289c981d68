package dev.gatehouse.auth.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.testkit.tls.TestCertificate;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An issuer's documents lead to public places, to where the issuer itself is, or nowhere. */
@Timeout(60)
class OperatorHttpTest {
    private static final String ISSUER = "https://issuer.example";
    private static final URI ELSEWHERE = URI.create("https://client.example/keys");

    @TempDir
    static Path folder;

    private static TestCertificate certificate;

    private SmallInternet internet;
    private OperatorHttp http;

    @BeforeAll
    static void certify() throws Exception {
        certificate = TestCertificate.of(folder, SmallInternet.HOST, "idp.corp.test");
    }

    @BeforeEach
    void open() throws Exception {
        internet = SmallInternet.open(certificate);
        http = internet.operatorHttp(Set.of("idp.corp.test:8443"));
    }

    @AfterEach
    void close() throws Exception {
        http.close();
        internet.close();
    }

    @Test
    void no_spelling_of_an_endpoint_leads_inside() throws Exception {
        int tried = 0;
        for (String trick : Tricks.SPELLINGS) {
            Optional<URI> uri = uri(trick);
            if (uri.isPresent()) {
                refused(uri.get());
                tried++;
            }
        }
        assertThat(tried).isGreaterThan(25);
        assertThat(internet.timesDisturbed()).isZero();
        assertThat(internet.requests()).isEmpty();
    }

    /** Empty for what no document can say: it is no URI. */
    private static Optional<URI> uri(String text) {
        try {
            return Optional.of(new URI(text));
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    @Test
    void no_name_of_an_endpoint_leads_to_an_address_inside() {
        for (String address : Tricks.ADDRESSES_INSIDE) {
            internet.name("trick.example", SmallInternet.PUBLIC_ADDRESS, address);
            refused(URI.create("https://trick.example/x"));
        }
        internet.rebind("rebound.example", SmallInternet.PUBLIC_ADDRESS, "127.0.0.1");
        refused(URI.create("https://rebound.example/x"));
        refused(URI.create("https://rebound.example/x"));
        assertThat(internet.timesDisturbed()).isZero();
    }

    private void refused(URI trick) {
        assertThatThrownBy(() -> http.get(ISSUER, trick)).as(trick.toString()).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> http.post(ISSUER, trick, "a=b", Optional.empty()))
                .as(trick.toString())
                .isInstanceOf(IOException.class);
    }

    @Test
    void an_endpoint_in_public_is_asked_with_what_it_takes_and_not_followed_further() throws Exception {
        internet.serves("{}");
        assertThat(http.get(ISSUER, ELSEWHERE).status()).isEqualTo(200);
        assertThat(http.post(ISSUER, ELSEWHERE, "a=b", Optional.of("Basic eDp5"))
                        .body())
                .isEqualTo("{}".getBytes(StandardCharsets.UTF_8));
        assertThat(internet.requests().getLast())
                .startsWith("POST /keys HTTP/1.1\r\nHost: client.example\r\n")
                .contains("\r\nAuthorization: Basic eDp5\r\n", "\r\nContent-Length: 3\r\n");

        internet.answers((_, out) -> out.write(
                "HTTP/1.1 302 Found\r\nLocation: https://127.0.0.1/\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
        assertThat(http.get(ISSUER, ELSEWHERE).status()).isEqualTo(302);
        assertThat(internet.timesDisturbed()).isZero();
    }

    @Test
    void hosts_that_the_operator_allows_may_be_inside() throws Exception {
        internet.serves("{}");
        internet.name("idp.corp.test", "10.1.2.3");
        assertThat(http.get(ISSUER, URI.create("https://idp.corp.test:8443/x")).status())
                .isEqualTo(200);
        assertThatThrownBy(() -> http.get(ISSUER, URI.create("https://idp.corp.test/x")))
                .isInstanceOf(IOException.class);
    }
}
