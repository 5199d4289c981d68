package dev.gatehouse.server.e2e;

import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testkit.http.LoopbackServer;
import dev.gatehouse.testkit.mcp.HttpMcpServer;
import dev.gatehouse.testkit.postgres.TestDatabase;
import dev.gatehouse.testkit.tls.PemFiles;
import dev.gatehouse.testkit.tls.TestCertificate;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An upstream and a sink whose certificates nobody but the operator's own authority vouches for. */
class OwnAuthorityTest {
    @TempDir
    Path folder;

    private final AtomicInteger posts = new AtomicInteger();

    @Test
    void what_the_operators_authority_vouches_for_is_connected_to_and_nothing_else_is() throws Exception {
        TestCertificate own = TestCertificate.of(folder, "localhost");
        TestCertificate other = TestCertificate.of(folder, "localhost");
        SSLContext tls = own.serving();
        try (HttpMcpServer upstream = HttpMcpServer.start(tls, arguments -> arguments.path("n"));
                HttpMcpServer stranger = HttpMcpServer.start(other.serving(), arguments -> arguments.path("n"));
                LoopbackServer sink = LoopbackServer.start(tls, (_, answer) -> {
                    posts.incrementAndGet();
                    answer.body(204, "", new byte[0]);
                });
                TestGateway gateway = TestGateway.prepare(
                                folder, TestDatabase.shared().freshDatabase(), """
                                outbound: { ca: "%s" }
                                upstreams:
                                  own: { url: "%s" }
                                  stranger: { url: "%s" }
                                virtualServers: { main: { upstreams: { own: {}, stranger: {} } } }
                                agents: { robot: { bundle: all } }
                                bundles: { all: { virtualServers: [main] } }
                                audit: { sinks: [ { name: siem, webhook: { url: "https://localhost:%d/in" } } ] }
                                """.formatted(
                                                PemFiles.of(own, folder).certificate(),
                                                upstream.url(),
                                                stranger.url(),
                                                sink.port()))
                        .start()) {
            gateway.awaitUpstreams(1);
            String token = gateway.token(gateway.credential("robot"), "main");
            assertThat(gateway.call("main", token, "own_echo", "{\"n\":\"5\"}").body())
                    .contains("\"5\"");
            assertThat(gateway.call("main", token, "stranger_echo", "{\"n\":\"5\"}")
                            .body())
                    .doesNotContain("\"5\"");
            eventually(() -> assertThat(posts).as(gateway.logTail()).hasPositiveValue());

            gateway.configure(gateway.body().replace("outbound", "#outbound"));
            assertThat(gateway.admin("POST", "/api/v1/reload").body())
                    .contains("outbound changed: that takes a restart");
        }
    }
}
