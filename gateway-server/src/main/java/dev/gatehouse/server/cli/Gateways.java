package dev.gatehouse.server.cli;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** The command line's way to a running gateway: small requests, bounded waits. */
final class Gateways {
    private static final Duration CONNECT_WAIT_MAX = Duration.ofSeconds(3);
    private static final Duration ANSWER_WAIT_MAX = Duration.ofSeconds(90);

    private Gateways() {}

    record Answer(int status, String body) {
        Json json() throws IOException {
            try {
                return Json.read(body);
            } catch (JsonSyntaxException e) {
                throw new IOException("the gateway's answer (status " + status + ") is not JSON", e);
            }
        }
    }

    /** @throws IOException when nothing answers there */
    static Answer send(String method, String url, Map<String, String> headers, String body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(ANSWER_WAIT_MAX);
        headers.forEach(request::header);
        request.method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_WAIT_MAX)
                .build()) {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + url, e);
        }
    }
}
