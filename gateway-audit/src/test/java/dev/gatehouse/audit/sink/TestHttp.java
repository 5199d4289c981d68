package dev.gatehouse.audit.sink;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** Sends what sinks send, and gives up soon. */
record TestHttp(HttpClient client, Duration within) implements SinkHttp, AutoCloseable {
    TestHttp(Duration within) {
        this(HttpClient.newHttpClient(), within);
    }

    @Override
    public Reply post(URI url, Map<String, String> headers, byte[] body) throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(url).timeout(within).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        try {
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Reply(
                    response.statusCode(), response.body(), response.headers().firstValue("retry-after"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
