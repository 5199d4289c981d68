package dev.gatehouse.auth.trusted;

import com.nimbusds.jose.util.Resource;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.trust.TrustedIssuer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Fetches what an issuer publishes about itself. Its address is the operator's choice; redirects are not followed. */
public final class IssuerDocuments {
    static final int DOCUMENT_MAX_BYTES = 256 * 1024;

    private static final Duration WAIT_MAX = Duration.ofSeconds(5);

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(WAIT_MAX)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** The issuer's JWK set: where the configuration says, or else where its metadata say. */
    Resource jwks(TrustedIssuer issuer) throws IOException {
        String uri = issuer.jwksUri().isPresent() ? issuer.jwksUri().get() : discover(issuer.url());
        return new Resource(fetch(uri), "application/jwk-set+json");
    }

    /** RFC 8414 §3 puts the well-known part before the issuer's path, OpenID Connect Discovery behind it. */
    private String discover(String issuer) throws IOException {
        URI uri = URI.create(issuer);
        String origin = uri.getScheme() + "://" + uri.getRawAuthority();
        String path = uri.getRawPath().replaceFirst("/$", "");
        List<String> places = List.of(
                origin + "/.well-known/oauth-authorization-server" + path,
                origin + path + "/.well-known/openid-configuration");
        IOException failure = new IOException("no metadata of " + issuer);
        for (String place : places) {
            try {
                return jwksUri(issuer, fetch(place));
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }
        throw failure;
    }

    /** Metadata that name another issuer are somebody else's (RFC 8414 §3.3). */
    private static String jwksUri(String issuer, String document) throws IOException {
        try {
            Json metadata = Json.read(document);
            if (metadata.text("issuer").filter(issuer::equals).isEmpty()) {
                throw new IOException("metadata are of another issuer than " + issuer);
            }
            return metadata.text("jwks_uri").orElseThrow(() -> new IOException("metadata name no jwks_uri"));
        } catch (JsonSyntaxException e) {
            throw new IOException("metadata are not JSON", e);
        }
    }

    private String fetch(String uri) throws IOException {
        HttpResponse<byte[]> response = send(uri);
        if (response.statusCode() != 200) {
            throw new IOException(uri + ": status " + response.statusCode() + " (expected: 200)");
        }
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    /** The time is for the whole answer: a body that comes drop by drop is given up, too. */
    private HttpResponse<byte[]> send(String uri) throws IOException {
        CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(
                request(uri),
                HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), DOCUMENT_MAX_BYTES));
        try {
            return answer.get(WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(uri + " cannot be fetched", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            answer.cancel(true);
        }
    }

    private static HttpRequest request(String uri) throws IOException {
        try {
            return HttpRequest.newBuilder(URI.create(uri))
                    .header("Accept", "application/json")
                    .build();
        } catch (IllegalArgumentException e) {
            throw new IOException("not a URL: " + uri, e);
        }
    }
}
