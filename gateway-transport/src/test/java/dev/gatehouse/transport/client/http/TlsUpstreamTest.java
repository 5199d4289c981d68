package dev.gatehouse.transport.client.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.gatehouse.core.call.Waits;
import dev.gatehouse.core.mcp.Implementation;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.upstream.UpstreamSpec;
import dev.gatehouse.transport.client.rpc.Connector;
import dev.gatehouse.transport.client.rpc.Connector.Connection;
import dev.gatehouse.transport.wire.ByteBudget;
import dev.gatehouse.transport.wire.EventLoops;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An upstream over TLS is reached only when its certificate is trusted and names the host that was asked for. */
@Timeout(180)
class TlsUpstreamTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    static Path folder;

    private static HttpsServer server;
    private static KeyStore keys;
    private static EventLoops loops;

    @BeforeAll
    static void serve() throws Exception {
        keys = certificateFor("localhost");
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(own.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext("/mcp", exchange -> {
            String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            byte[] answer = ("{\"jsonrpc\":\"2.0\",\"id\":" + request.replaceAll(".*?\"id\":(\\d+).*", "$1")
                            + ",\"result\":{\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{}}}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        loops = EventLoops.start(1);
    }

    @AfterAll
    static void stop() {
        server.stop(0);
        loops.close();
    }

    @Test
    void a_trusted_certificate_with_the_right_name_is_accepted() throws Exception {
        assertThat(connect("localhost", trusting())).isInstanceOf(Connection.Established.class);
    }

    @Test
    void a_trusted_certificate_with_another_name_is_refused() throws Exception {
        assertThat(connect("127.0.0.1", trusting()))
                .isInstanceOfSatisfying(
                        Connection.Failed.class,
                        failed -> assertThat(failed.detail()).contains("cannot connect"));
    }

    @Test
    void an_unknown_certificate_is_refused() throws Exception {
        try (HttpClient client = new HttpClient(loops, Waits.start(System::nanoTime), new ByteBudget(1 << 20))) {
            assertThat(connect("localhost", client)).isInstanceOf(Connection.Failed.class);
        }
    }

    private static Connection connect(String host, SslContext tls) throws Exception {
        try (HttpClient client =
                new HttpClient(loops, Waits.start(System::nanoTime), new ByteBudget(1 << 20), () -> tls)) {
            return connect(host, client);
        }
    }

    private static Connection connect(String host, HttpClient client) throws Exception {
        URI url = URI.create("https://" + host + ":" + server.getAddress().getPort() + "/mcp");
        UpstreamSpec.Http spec = new UpstreamSpec.Http(
                new UpstreamId("tls"), "d", UpstreamSpec.Limits.DEFAULT, url, Map.of(), UpstreamSpec.Protocol.AUTO);
        try (Connector connector = client.connector(spec, new Implementation("gatehouse", "test"), new Deaf())) {
            return connector.connect();
        }
    }

    private static SslContext trusting() throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys);
        return SslContextBuilder.forClient().trustManager(trust).build();
    }

    private static KeyStore certificateFor(String host) throws Exception {
        Path file = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "a",
                        "-dname",
                        "CN=" + host,
                        "-ext",
                        "SAN=dns:" + host,
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        // As a certificate entry it is also its own authority.
        store.setCertificateEntry("trusted", store.getCertificate("a"));
        return store;
    }

    private static final class Deaf implements Connector.Listener {
        @Override
        public void listChanged(Primitive kind) {}

        @Override
        public void updated(String uri) {}

        @Override
        public void taskMoved(String id) {}

        @Override
        public void renewed() {}

        @Override
        public void ended() {}
    }
}
