package dev.gatehouse.policy.script;

import dev.gatehouse.core.json.Cursor;
import dev.gatehouse.core.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Fetches for the script of one rule: from the servers it lists, with the secrets it names. */
public record Fetches(Set<FetchOrigin> origins, ScriptSecrets secrets, FetchHttp http) implements ScriptFetch {
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");
    private static final int URL_CHARS_MAX = 2048;
    private static final int HEADERS_MAX = 32;
    private static final int BODY_MAX_BYTES = 256 * 1024;

    public Fetches {
        origins = Set.copyOf(origins);
    }

    @Override
    public Fetched fetch(Json request, Duration within) {
        Optional<URI> url = request.text("url").flatMap(this::allowed);
        if (url.isEmpty()) {
            return new Fetched.Refused("the URL leads to none of the servers that this rule lists");
        }
        String method = request.text("method").orElse("");
        if (!METHODS.contains(method)) {
            return new Fetched.Refused("expected one of the methods " + String.join(", ", METHODS));
        }
        Optional<Map<String, String>> headers = request.member("headers").flatMap(this::headers);
        if (headers.isEmpty()) {
            return new Fetched.Refused("expected headers as an object of texts, at most " + HEADERS_MAX);
        }
        Optional<String> body = request.member("body").flatMap(Fetches::body).map(secrets::revealed);
        if (body.isEmpty()) {
            return new Fetched.Refused("expected a body of text, at most " + BODY_MAX_BYTES + " bytes");
        }
        return sent(new FetchHttp.Request(method, headers.get(), body.get()), url.get(), within);
    }

    private Fetched sent(FetchHttp.Request request, URI url, Duration within) {
        try {
            FetchHttp.Response response = http.send(request, url, within);
            String body = new String(response.body(), StandardCharsets.UTF_8);
            return new Fetched.Came(Json.object()
                    .put("status", response.status())
                    .put("body", secrets.hidden(body))
                    .build());
        } catch (IOException _) {
            return new Fetched.Refused("no answer in time, or one that is too long");
        } catch (IllegalArgumentException _) {
            // Its message would quote the header, and so a secret in it.
            return new Fetched.Refused("a header that may not be sent");
        }
    }

    private Optional<URI> allowed(String text) {
        if (text.length() > URL_CHARS_MAX) {
            return Optional.empty();
        }
        try {
            URI url = new URI(text);
            if (FetchOrigin.of(url).filter(origins::contains).isEmpty() || url.getRawFragment() != null) {
                return Optional.empty();
            }
            int query = text.indexOf('?');
            return Optional.of(
                    query < 0
                            ? url
                            : new URI(text.substring(0, query) + secrets.revealedInQuery(text.substring(query))));
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    private Optional<Map<String, String>> headers(Json written) {
        Map<String, String> headers = new HashMap<>();
        if (!written.isObject()) {
            return Optional.empty();
        }
        Cursor member = written.cursor();
        while (member.next()) {
            Optional<String> value = member.value().string();
            if (value.isEmpty() || headers.size() == HEADERS_MAX) {
                return Optional.empty();
            }
            headers.put(member.name(), secrets.revealed(value.get()));
        }
        return Optional.of(headers);
    }

    private static Optional<String> body(Json written) {
        return written.isNull()
                ? Optional.of("")
                : written.string().filter(text -> text.getBytes(StandardCharsets.UTF_8).length <= BODY_MAX_BYTES);
    }
}
