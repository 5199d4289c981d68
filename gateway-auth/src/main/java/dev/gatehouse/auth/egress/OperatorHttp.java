package dev.gatehouse.auth.egress;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Talks to servers that the operator named, wherever they are: a private address is as good as a public one. Answers are
 * bounded, none is waited for long, and no redirect is followed, for the operator did not name its target.
 */
public final class OperatorHttp implements AutoCloseable {
    public static final int BODY_MAX_BYTES = 256 * 1024;
    /** From the question to the last byte. */
    public static final Duration WITHIN = Duration.ofSeconds(5);

    private final HttpClient client = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(WITHIN)
            .build();

    public record Response(int status, byte[] body) {}

    /** @throws IOException when there is no answer in time, or a longer one */
    public Response get(URI uri) throws IOException {
        return send(HttpRequest.newBuilder(uri).header("Accept", "application/json"));
    }

    /**
     * @param form {@code application/x-www-form-urlencoded}
     * @param authorization the value of that header
     * @throws IOException when there is no answer in time, or a longer one
     */
    public Response post(URI uri, String form, Optional<String> authorization) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header("Accept", "application/json")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form, StandardCharsets.US_ASCII));
        authorization.ifPresent(value -> request.header("Authorization", value));
        return send(request);
    }

    private Response send(HttpRequest.Builder request) throws IOException {
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), BODY_MAX_BYTES));
        try {
            // The client's own time-out ends with the head of the response; a slow body has to end too.
            HttpResponse<byte[]> response = answer.get(WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            return new Response(response.statusCode(), response.body());
        } catch (TimeoutException _) {
            answer.cancel(true);
            throw new IOException("no answer within " + WITHIN.toSeconds() + " s");
        } catch (InterruptedException _) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted");
        } catch (ExecutionException e) {
            throw new IOException("no answer (" + e.getCause() + ")", e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
