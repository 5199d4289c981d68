package dev.gatehouse.server.identity;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.testkit.tls.TestCertificate;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;

/** A web server, with a certificate of its own, that describes a client at the URL which is that client's id. */
final class ClientDocument implements AutoCloseable {
    private static final String PASSWORD = "changeit";
    private static final String PATH = "/oauth/client.json";

    private final HttpsServer server;
    private final Path trusted;

    private ClientDocument(HttpsServer server, Path trusted) {
        this.server = server;
        this.trusted = trusted;
    }

    static ClientDocument serve(Path folder, List<String> redirectUris) throws IOException, GeneralSecurityException {
        TestCertificate certificate = TestCertificate.of(folder, "localhost");
        Path trusted = folder.resolve("trusted.p12");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("k", certificate.keys().getCertificate(TestCertificate.ALIAS));
        try (OutputStream out = Files.newOutputStream(trusted)) {
            store.store(out, PASSWORD.toCharArray());
        }
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(certificate.serving()));
        ClientDocument document = new ClientDocument(server, trusted);
        server.createContext(PATH, exchange -> document.answer(exchange, redirectUris));
        server.start();
        return document;
    }

    /** As the operator has to name it, for it is not on the public Internet. */
    String authority() {
        return "localhost:" + server.getAddress().getPort();
    }

    String clientId() {
        return "https://" + authority() + PATH;
    }

    /** What a gateway has to be started with to trust the certificate. */
    List<String> jvmOptions() {
        return List.of("-Djavax.net.ssl.trustStore=" + trusted, "-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
    }

    private void answer(HttpExchange exchange, List<String> redirectUris) throws IOException {
        byte[] document = Json.object()
                .put("client_id", clientId())
                .put("client_name", "ChatGPT")
                .put("redirect_uris", Json.ofStrings(redirectUris))
                .put("grant_types", Json.ofStrings(List.of("authorization_code", "refresh_token")))
                .put("token_endpoint_auth_method", "none")
                .build()
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, document.length);
            exchange.getResponseBody().write(document);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
