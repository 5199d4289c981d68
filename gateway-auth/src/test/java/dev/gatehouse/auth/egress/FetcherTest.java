package dev.gatehouse.auth.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.ManualClock;
import dev.gatehouse.testkit.tls.TestCertificate;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FetcherTest {
    private static final String URL = "https://client.example/oauth/client.json";

    @TempDir
    static Path folder;

    private static TestCertificate certificate;

    private final ManualClock clock = new ManualClock();
    private SmallInternet internet;
    private Fetcher fetcher;
    private int peers;

    @BeforeAll
    static void certify() throws Exception {
        certificate = TestCertificate.of(folder, SmallInternet.HOST, "idp.corp.test");
    }

    @BeforeEach
    void open() throws Exception {
        internet = SmallInternet.open(certificate);
        fetcher = internet.fetcher(Set.of("idp.corp.test:8443", "idp"), clock.clocks());
    }

    @AfterEach
    void close() throws Exception {
        internet.close();
    }

    @Test
    void a_document_of_a_public_host_is_fetched_by_name_and_with_its_age() {
        internet.serves("{\"a\":1}", "Cache-Control: public, max-age=600");

        Fetched fetched = fetch(URL + "?v=1");

        assertThat(fetched).isInstanceOfSatisfying(Fetched.Document.class, document -> {
            assertThat(new String(document.body(), StandardCharsets.UTF_8)).isEqualTo("{\"a\":1}");
            assertThat(document.maxAge()).hasValue(Duration.ofMinutes(10));
        });
        assertThat(internet.requests().getLast())
                .startsWith("GET /oauth/client.json?v=1 HTTP/1.1\r\nHost: client.example\r\n");
    }

    @Test
    void no_spelling_of_a_url_leads_inside() {
        for (String trick : Tricks.SPELLINGS) {
            assertThat(fetch(trick)).as(trick).isInstanceOf(Fetched.Forbidden.class);
            assertThat(fetcher.allows(trick)).as(trick).isFalse();
        }
        assertThat(internet.timesDisturbed()).isZero();
        assertThat(internet.requests()).isEmpty();
    }

    @Test
    void no_name_leads_to_an_address_inside() {
        for (String address : Tricks.ADDRESSES_INSIDE) {
            internet.name("trick.example", address);
            assertThat(fetch("https://trick.example/x")).as(address).isInstanceOf(Fetched.Forbidden.class);
            internet.name("trick.example", SmallInternet.PUBLIC_ADDRESS, address);
            assertThat(fetch("https://trick.example/x"))
                    .as("public and " + address)
                    .isInstanceOf(Fetched.Forbidden.class);
        }
        assertThat(internet.timesDisturbed()).isZero();
    }

    @Test
    void a_name_is_resolved_once_and_the_checked_address_is_the_one_connected_to() {
        internet.serves("{}");
        internet.rebind("rebound.example", SmallInternet.PUBLIC_ADDRESS, "127.0.0.1");

        Fetched first = fetch("https://rebound.example/x");
        Fetched second = fetch("https://rebound.example/x");

        // The public server has no certificate for this name, so the answer is none; but it was the one asked.
        assertThat(first).isInstanceOf(Fetched.Unreachable.class);
        assertThat(second).isInstanceOf(Fetched.Forbidden.class);
        assertThat(internet.timesResolved("rebound.example")).isEqualTo(2);
        assertThat(internet.timesDisturbed()).isZero();
    }

    @Test
    void the_canary_sings_when_it_is_disturbed() {
        internet.name("elsewhere.example", "93.184.215.99");

        assertThat(fetch("https://elsewhere.example/x")).isInstanceOf(Fetched.Unreachable.class);
        assertThat(internet.timesDisturbed()).isEqualTo(1);
    }

    @Test
    void redirects_are_not_followed() {
        for (int status : List.of(300, 301, 302, 303, 307, 308)) {
            internet.answers((_, out) -> out.write(("HTTP/1.1 " + status
                            + " Elsewhere\r\nLocation: https://127.0.0.1/\r\nRefresh: 0;url=https://127.0.0.1/\r\n"
                            + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")
                    .getBytes(StandardCharsets.US_ASCII)));
            assertThat(fetch(URL)).isEqualTo(new Fetched.NoDocument("status " + status));
        }
    }

    @Test
    void hosts_that_the_operator_allows_may_be_inside() {
        internet.serves("{}");
        internet.name("idp.corp.test", "10.1.2.3");
        internet.name("other.corp.test", "10.1.2.3");

        assertThat(fetch("https://idp.corp.test:8443/x")).isInstanceOf(Fetched.Document.class);
        assertThat(fetch("https://idp.corp.test/x")).isInstanceOf(Fetched.Forbidden.class);
        assertThat(fetch("https://other.corp.test:8443/x")).isInstanceOf(Fetched.Forbidden.class);
    }

    @Test
    void what_is_no_json_document_of_bounded_size_is_none() {
        String ok = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
        String full = "x".repeat(Fetcher.DOCUMENT_MAX_BYTES);
        List<String> wrong = List.of(
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
                ok + "Content-Type: text/html\r\nContent-Length: 2\r\n\r\n{}",
                ok + "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
                ok + "Content-Length: " + (full.length() + 1) + "\r\n\r\n" + full + "x",
                ok + "\r\n" + full + "x",
                ok + "Transfer-Encoding: chunked\r\n\r\n4000\r\n" + full + "\r\n1\r\nx\r\n0\r\n\r\n",
                ok + "X: " + full + "\r\nContent-Length: 2\r\n\r\n{}",
                "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 204 No Content\r\n\r\n");
        List<String> broken = List.of(
                "",
                "HTTP/1.1",
                "HTTP/2 200\r\n\r\n",
                "SSH-2.0-OpenSSH\r\n",
                ok + "Content-Length: 20\r\n\r\n{}",
                ok + "Content-Length: -2\r\n\r\n{}",
                ok + "Content-Length: +2\r\n\r\n{}",
                ok + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
                ok + "Content-Length: 99999999999999\r\n\r\n{}",
                ok + "Transfer-Encoding: gzip, chunked\r\n\r\n{}",
                ok + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}",
                ok + "Transfer-Encoding: chunked\r\n\r\n-2\r\n{}",
                ok + "Transfer-Encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n",
                ok + "no colon\r\n\r\n{}",
                "HTTP/1.1 500 Oops\r\n\r\n",
                "HTTP/1.1 429 Later\r\n\r\n");

        wrong.forEach(answer -> assertThat(fetchAnswered(answer)).as(answer).isInstanceOf(Fetched.NoDocument.class));
        broken.forEach(answer -> assertThat(fetchAnswered(answer)).as(answer).isInstanceOf(Fetched.Unreachable.class));
        assertThat(fetchAnswered(ok + "Transfer-Encoding: chunked\r\n\r\n1;x=y\r\n{\r\n1\r\n}\r\n0\r\n\r\n"))
                .isInstanceOf(Fetched.Document.class);
        assertThat(fetchAnswered(ok + "Cache-Control: max-age=9, no-store\r\n\r\n{}"))
                .isInstanceOfSatisfying(
                        Fetched.Document.class,
                        document -> assertThat(document.maxAge()).isEqualTo(Optional.of(Duration.ZERO)));
    }

    @Test
    void a_server_that_drips_is_left_after_five_seconds() {
        internet.answers((_, out) -> drip(out));
        long began = System.nanoTime();

        assertThat(fetch(URL)).isInstanceOf(Fetched.Unreachable.class);
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isBetween(Duration.ofSeconds(4), Fetcher.WITHIN.plusSeconds(3));
    }

    @Test
    void one_peer_makes_us_fetch_ten_documents_a_minute_and_no_more() {
        internet.serves("{}");
        for (int i = 0; i < Fetcher.PER_PEER_AND_MINUTE_MAX; i++) {
            assertThat(fetcher.fetch(URL, "peer")).isInstanceOf(Fetched.Document.class);
        }
        assertThat(fetcher.fetch(URL, "peer")).isInstanceOf(Fetched.TooMany.class);
        assertThat(fetcher.fetch(URL, "somebody else")).isInstanceOf(Fetched.Document.class);
        clock.advance(Duration.ofSeconds(6));
        assertThat(fetcher.fetch(URL, "peer")).isInstanceOf(Fetched.Document.class);
        assertThat(fetcher.fetch(URL, "peer")).isInstanceOf(Fetched.TooMany.class);
    }

    @Test
    void no_more_than_four_are_fetched_at_a_time() throws Exception {
        CountDownLatch asked = new CountDownLatch(Fetcher.AT_A_TIME_MAX);
        CountDownLatch go = new CountDownLatch(1);
        internet.answers((_, out) -> {
            asked.countDown();
            await(go);
            out.write(SmallInternet.ok("{}"));
        });
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Fetched>> calls = new ArrayList<>();
            for (int i = 0; i < Fetcher.AT_A_TIME_MAX; i++) {
                calls.add(() -> fetcher.fetch(URL, Thread.currentThread().toString()));
            }
            List<Future<Fetched>> fetches = calls.stream().map(callers::submit).toList();
            await(asked);
            assertThat(fetch(URL)).isInstanceOf(Fetched.TooMany.class);
            go.countDown();
            for (Future<Fetched> fetch : fetches) {
                assertThat(fetch.get()).isInstanceOf(Fetched.Document.class);
            }
        }
    }

    private Fetched fetchAnswered(String answer) {
        internet.answers((_, out) -> out.write(answer.getBytes(StandardCharsets.ISO_8859_1)));
        return fetch(URL);
    }

    /** Each on the account of another peer. */
    private Fetched fetch(String url) {
        return fetcher.fetch(url, "peer " + peers++);
    }

    private static void drip(OutputStream out) throws IOException {
        out.write("HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.US_ASCII));
        CountDownLatch never = new CountDownLatch(1);
        try {
            while (!never.await(200, TimeUnit.MILLISECONDS)) {
                out.write('x');
                out.flush();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
