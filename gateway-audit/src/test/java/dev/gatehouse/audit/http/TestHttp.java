package dev.gatehouse.audit.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** Sends what sinks send, and gives up soon. */
public record TestHttp(HttpClient client, Duration within) implements HttpSender, AutoCloseable {
    public TestHttp(Duration within) {
        this(HttpClient.newHttpClient(), within);
    }

    @Override
    public HttpReply send(String method, URI url, Map<String, String> headers, byte[] body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(within)
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        try {
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new HttpReply(
                    response.statusCode(),
                    response.body(),
                    response.headers().firstValue("retry-after"),
                    response.headers().firstValue("etag"));
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
