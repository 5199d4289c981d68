package dev.gatehouse.transport.listen;

import static dev.gatehouse.testkit.wait.Eventually.WAIT_MAX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.transport.http.HttpLimits;
import dev.gatehouse.transport.http.TlsFiles;
import dev.gatehouse.transport.world.EventReader;
import dev.gatehouse.transport.world.GatedUpstream;
import dev.gatehouse.transport.world.Mcp;
import dev.gatehouse.transport.world.Wire;
import dev.gatehouse.transport.world.World;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS, ALPN, reload, and HTTP/2 as the JDK's client speaks it. */
class TlsTest {
    @TempDir
    private static Path made;

    private static Certificate certificate;
    private static Certificate second;

    @TempDir
    private Path directory;

    private TlsFiles files;
    private World world;

    /** One run of keytool costs a second. */
    @BeforeAll
    static void make() throws Exception {
        certificate = Certificate.make(made, "first");
        second = Certificate.make(made, "second");
    }

    @BeforeEach
    void start() throws IOException {
        files = new TlsFiles(directory.resolve("tls.pem"), directory.resolve("tls.key"), false);
        certificate.copyTo(files);
        world = new World(HttpLimits.DEFAULT, Optional.of(files), List.of());
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private HttpClient client(HttpClient.Version version) throws Exception {
        return HttpClient.newBuilder()
                .sslContext(certificate.trusting())
                .version(version)
                .build();
    }

    private HttpRequest call(String arguments) {
        String params = "\"name\":\"up_echo\",\"arguments\":" + arguments;
        return HttpRequest.newBuilder(URI.create("https://localhost:" + world.port() + "/vmcp/open/mcp"))
                .timeout(WAIT_MAX)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .header("MCP-Protocol-Version", "2026-07-28")
                .header("Mcp-Method", "tools/call")
                .header("Mcp-Name", "up_echo")
                .POST(HttpRequest.BodyPublishers.ofString(Mcp.modernBody("tools/call", params)))
                .build();
    }

    private SSLSocket socket(SSLContext context) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", world.port());
        socket.setSoTimeout(Math.toIntExact(WAIT_MAX.toMillis()));
        return socket;
    }

    @Test
    void http2IsNegotiatedAndServed() throws Exception {
        try (HttpClient client = client(HttpClient.Version.HTTP_2)) {
            HttpResponse<String> answer =
                    client.send(call("{\"message\":\"hi\"}"), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("\"text\":\"hi\"");
            assertThat(answer.headers().firstValue("strict-transport-security")).contains("max-age=31536000");
        }
    }

    @Test
    void http1IsServedToClientsThatWantIt() throws Exception {
        try (HttpClient client = client(HttpClient.Version.HTTP_1_1)) {
            HttpResponse<String> answer =
                    client.send(call("{\"message\":\"hi\"}"), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
            assertThat(answer.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void largeBodiesCrossHttp2Whole() throws Exception {
        String big = "x".repeat(1_000_000);
        try (HttpClient client = client(HttpClient.Version.HTTP_2)) {
            HttpResponse<String> answer = client.send(
                    call(Json.object().put("message", big).build().toString()), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains(big);
        }
    }

    @Test
    void aStreamThatIsResetCancelsItsCallAndNoOther() throws Exception {
        GatedUpstream.Gate left = world.upstream.gate("left");
        GatedUpstream.Gate stays = world.upstream.gate("stays");
        try (HttpClient client = client(HttpClient.Version.HTTP_2)) {
            CompletableFuture<HttpResponse<String>> staying =
                    client.sendAsync(call("{\"gate\":\"stays\"}"), HttpResponse.BodyHandlers.ofString());
            CompletableFuture<HttpResponse<String>> leaving =
                    client.sendAsync(call("{\"gate\":\"left\"}"), HttpResponse.BodyHandlers.ofString());
            left.awaitBegun();
            stays.awaitBegun();
            leaving.cancel(true);
            left.awaitCancelled();
            assertThat(stays.cancelled.getCount()).isEqualTo(1);
            stays.open.countDown();
            assertThat(staying.join().statusCode()).isEqualTo(200);
        }
    }

    @Test
    void eventsCrossHttp2OneByOneAndLeavingCancels() throws Exception {
        GatedUpstream.Gate gate = world.upstream.gate("g");
        String body = Mcp.modernBody("tools/call", "\"name\":\"up_echo\",\"arguments\":{\"notices\":2,\"gate\":\"g\"}")
                .replace("\"_meta\":{", "\"_meta\":{\"progressToken\":1,");
        HttpRequest streaming = HttpRequest.newBuilder(call("{}"), (_, _) -> true)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (HttpClient client = client(HttpClient.Version.HTTP_2)) {
            HttpResponse<InputStream> answer = client.send(streaming, HttpResponse.BodyHandlers.ofInputStream());
            assertThat(answer.headers().firstValue("content-type")).contains("text/event-stream");
            assertThat(answer.headers().firstValue("transfer-encoding")).isEmpty();
            EventReader events = new EventReader(answer.body(), false);
            assertThat(events.next().orElseThrow().data()).contains("\"progress\":1");
            assertThat(events.next().orElseThrow().data()).contains("\"progress\":2");
            answer.body().close();
            gate.awaitCancelled();
        }
    }

    @Test
    void aRefusedHttp2RequestIsToldWhy() throws Exception {
        try (HttpClient client = client(HttpClient.Version.HTTP_2)) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("https://localhost:" + world.port() + "/vmcp/team/mcp"))
                    .POST(HttpRequest.BodyPublishers.ofString("x".repeat(300_000)))
                    .build();
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("www-authenticate").orElseThrow())
                    .contains("resource_metadata");
        }
    }

    @Test
    void olderTlsIsRefused() throws Exception {
        try (SSLSocket socket = socket(certificate.trusting())) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
        }
        try (SSLSocket socket = socket(certificate.trusting())) {
            socket.startHandshake();
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
        }
    }

    @Test
    void aNewCertificateServesNewConnectionsAndDropsNone() throws Exception {
        try (SSLSocket old = socket(certificate.trusting())) {
            Wire oldWire = new Wire(old);
            String get = "GET /none HTTP/1.1\r\nHost: localhost\r\n\r\n";
            assertThat(oldWire.send(get).read().status()).isEqualTo(404);
            second.copyTo(files);
            world.listener.reloadTls();
            try (SSLSocket fresh = socket(second.trusting())) {
                fresh.startHandshake();
                X509Certificate shown = (X509Certificate) fresh.getSession().getPeerCertificates()[0];
                assertThat(shown.getSubjectX500Principal().getName()).isEqualTo("CN=second");
            }
            assertThat(oldWire.send(get).read().status()).isEqualTo(404);
        }
    }

    @Test
    void aBrokenCertificateIsRefusedAndTheOldOneStays() throws Exception {
        Files.writeString(files.privateKey(), "planted-secret");
        assertThatThrownBy(world.listener::reloadTls)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot be used")
                .hasMessageNotContaining("planted-secret");
        try (SSLSocket socket = socket(certificate.trusting())) {
            socket.startHandshake();
        }
    }

    @Test
    void plainHttpOnATlsPortEndsAtOnce() throws Exception {
        try (Wire wire = world.wire()) {
            wire.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(wire.isClosed()).isTrue();
        }
    }
}
