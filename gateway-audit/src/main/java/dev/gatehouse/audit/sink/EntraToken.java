package dev.gatehouse.audit.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.audit.http.HttpReply;
import dev.gatehouse.audit.http.HttpSender;
import dev.gatehouse.core.identity.Confidential;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import java.io.IOException;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A token of Microsoft Entra (OAuth 2.0 client credentials), kept until shortly before it ends. One thread uses it. */
final class EntraToken {
    private static final Duration RENEWED_BEFORE = Duration.ofMinutes(5);
    private static final int SAID_CHARS_MAX = 300;

    private final EntraClient client;
    private final HttpSender http;
    private final InstantSource wall;
    private @Nullable Kept kept;

    private record Kept(Confidential token, Instant until) {}

    EntraToken(EntraClient client, HttpSender http, InstantSource wall) {
        this.client = client;
        this.http = http;
        this.wall = wall;
    }

    /** @throws IOException when none is given now, saying why */
    String value() throws IOException {
        Kept known = kept;
        if (known == null || !wall.instant().isBefore(known.until())) {
            known = ask();
            kept = known;
        }
        return known.token().value();
    }

    /** The next one is asked for, although this one had not ended. */
    void forget() {
        kept = null;
    }

    private Kept ask() throws IOException {
        Instant now = wall.instant();
        HttpReply reply = http.post(
                client.login().resolve("/" + client.tenant() + "/oauth2/v2.0/token"),
                Map.of("Content-Type", "application/x-www-form-urlencoded"),
                form().getBytes(UTF_8));
        Json said = read(reply.body());
        String token = said.text("access_token").orElse("");
        if (!reply.isOk() || token.isEmpty()) {
            throw new IOException("no token of Entra: it answered " + reply.status() + why(said));
        }
        long seconds = said.member("expires_in")
                .map(Json::integer)
                .orElse(OptionalLong.empty())
                .orElse(0);
        Duration lasts = Duration.ofSeconds(seconds);
        Duration used = lasts.minus(RENEWED_BEFORE).isPositive() ? lasts.minus(RENEWED_BEFORE) : lasts.dividedBy(2);
        return new Kept(new Confidential(token), now.plus(used));
    }

    private String form() {
        return Stream.of(
                        Map.entry("grant_type", "client_credentials"),
                        Map.entry("client_id", client.clientId()),
                        Map.entry("client_secret", client.secret().value()),
                        Map.entry("scope", client.scope()))
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static String why(Json said) {
        String error = said.text("error").orElse("");
        String description = said.text("error_description").orElse("").replaceAll("\\p{Cntrl}+", " ");
        String told = (error + " " + description).strip();
        return told.isEmpty() ? "" : ": " + told.substring(0, Math.min(told.length(), SAID_CHARS_MAX));
    }

    private static Json read(byte[] body) {
        try {
            Json read = Json.read(new String(body, UTF_8));
            return read.isObject() ? read : Json.EMPTY_OBJECT;
        } catch (JsonSyntaxException e) {
            return Json.EMPTY_OBJECT;
        }
    }
}
