package dev.gatehouse.auth.egress;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Talks to servers that the operator named, wherever they are: a private address is as good as a public one. Where
 * their documents lead to another origin, that must be a public one, or one that the operator allows. Answers are
 * bounded, none is waited for long, and no redirect is followed.
 */
public final class OperatorHttp implements AutoCloseable {
    public static final int BODY_MAX_BYTES = 256 * 1024;
    /** From the question to the last byte. */
    public static final Duration WITHIN = Duration.ofSeconds(5);

    private static final String RETRY_AFTER = "retry-after";
    private static final String ETAG = "etag";

    private final HttpClient client = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(WITHIN)
            .build();
    private final StrangersHttps strangers;
    private final Duration patience;

    /** @param intranetHosts each {@code host} or {@code host:port} where documents may lead, asked each time */
    public OperatorHttp(Supplier<Set<String>> intranetHosts) {
        this(new StrangersHttps(intranetHosts), WITHIN);
    }

    OperatorHttp(StrangersHttps strangers) {
        this(strangers, WITHIN);
    }

    private OperatorHttp(StrangersHttps strangers, Duration patience) {
        this.strangers = strangers;
        this.patience = patience;
    }

    /** For what is long and urgent to nobody: one that waits for answers to {@link #send} for so long. */
    public static OperatorHttp patient(Duration patience) {
        return new OperatorHttp(new StrangersHttps(Set::of), patience);
    }

    /**
     * @param retryAfter that header as it came
     * @param etag the same
     */
    public record Response(int status, byte[] body, Optional<String> retryAfter, Optional<String> etag) {}

    /**
     * @param uri as the operator named it
     * @throws IOException when there is no answer in time, or a longer one
     */
    public Response get(URI uri) throws IOException {
        return own(uri, Optional.empty());
    }

    /**
     * @param named by a document of that issuer
     * @throws IOException when there is no answer in time, or a longer one, or when nobody may be asked there
     */
    public Response get(String issuer, URI named) throws IOException {
        return send(issuer, named, Optional.empty());
    }

    /**
     * @param named by a document of that issuer
     * @param form {@code application/x-www-form-urlencoded}
     * @param authorization the value of that header
     * @throws IOException when there is no answer in time, or a longer one, or when nobody may be asked there
     */
    public Response post(String issuer, URI named, String form, Optional<String> authorization) throws IOException {
        return send(issuer, named, Optional.of(new HttpsExchange.Form(form, authorization)));
    }

    /**
     * @param uri as the operator named it
     * @throws IOException when there is no answer in time, or a longer one
     */
    public Response post(URI uri, Map<String, String> headers, byte[] body) throws IOException {
        return post(uri, headers, body, WITHIN);
    }

    /**
     * @param uri as the operator named it
     * @param within from the question to the last byte, at most {@link #WITHIN}
     * @throws IOException when there is no answer in time, or a longer one
     */
    public Response post(URI uri, Map<String, String> headers, byte[] body, Duration within) throws IOException {
        return send("POST", uri, headers, body, within);
    }

    /**
     * @param uri at a host that the operator named
     * @param body none is sent when it is empty
     * @param within from the question to the last byte, at most what this one waits at all
     * @throws IOException when there is no answer in time, or a longer one
     * @throws IllegalArgumentException when a header is malformed, or one that only the client may set
     */
    public Response send(String method, URI uri, Map<String, String> headers, byte[] body, Duration within)
            throws IOException {
        HttpRequest.BodyPublisher publisher =
                body.length == 0 ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofByteArray(body);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).method(method, publisher);
        headers.forEach(request::header);
        return sent(request.build(), within.compareTo(patience) < 0 ? within : patience);
    }

    private Response send(String issuer, URI named, Optional<HttpsExchange.Form> form) throws IOException {
        return isAt(URI.create(issuer), named) ? own(named, form) : strange(named, form);
    }

    private static boolean isAt(URI issuer, URI named) {
        return String.valueOf(issuer.getScheme()).equalsIgnoreCase(named.getScheme())
                && String.valueOf(issuer.getRawAuthority()).equalsIgnoreCase(named.getRawAuthority());
    }

    private Response own(URI uri, Optional<HttpsExchange.Form> form) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("Accept", "application/json");
        form.ifPresent(sent -> {
            request.header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(sent.text(), StandardCharsets.US_ASCII));
            sent.authorization().ifPresent(value -> request.header("Authorization", value));
        });
        return sent(request.build(), WITHIN);
    }

    /** The client's own time-out ends with the head of the response; a slow body has to end too. */
    private Response sent(HttpRequest request, Duration within) throws IOException {
        return await(
                client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), BODY_MAX_BYTES))
                        .thenApply(response -> new Response(
                                response.statusCode(),
                                response.body(),
                                response.headers().firstValue(RETRY_AFTER),
                                response.headers().firstValue(ETAG))),
                within);
    }

    private Response strange(URI named, Optional<HttpsExchange.Form> form) throws IOException {
        NamedUrl url = strangers
                .allowed(named.toString())
                .orElseThrow(() -> new IOException("a document leads to where its issuer is not, and nobody may: "
                        + named + " (see identity.registration.intranetHosts)"));
        FutureTask<Response> task = new FutureTask<>(() -> {
            HttpResponse response = strangers.send(url, form, BODY_MAX_BYTES);
            return new Response(
                    response.status(), response.body(), response.header(RETRY_AFTER), response.header(ETAG));
        });
        Thread.ofVirtual().name("gatehouse-discovered").start(task);
        return await(task, WITHIN);
    }

    private static Response await(Future<Response> answer, Duration within) throws IOException {
        try {
            return answer.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            answer.cancel(true);
            throw new IOException("no answer within " + within.toMillis() + " ms");
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
