package dev.gatehouse.auth.authorize;

import dev.gatehouse.core.identity.Sealer;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * What a person was asked, as the form of the consent page carries it, sealed: the answer may come to another gateway, and is
 * for exactly this question, this browser session and ten minutes.
 *
 * @param id becomes that of the grant, so that a second answer to it changes nothing
 * @param session the login that it was asked in
 */
record Question(
        UUID id,
        String session,
        String clientId,
        String redirectUri,
        Optional<String> state,
        String challenge,
        Optional<String> resource,
        List<String> scopes,
        Instant until) {
    static final Duration LIFETIME = Duration.ofMinutes(10);

    private static final String PURPOSE = "oauth-consent";

    static Question of(Wish wish, String session, Instant now) {
        return new Question(
                UUID.randomUUID(),
                session,
                wish.client().clientId(),
                wish.way().redirectUri(),
                wish.way().state(),
                wish.challenge(),
                wish.resource(),
                wish.scopes(),
                now.plus(LIFETIME));
    }

    WayBack way(String issuer) {
        return new WayBack(redirectUri, state, issuer);
    }

    String seal(Sealer sealer) {
        Json json = Json.object()
                .put("id", id.toString())
                .put("session", session)
                .put("client", clientId)
                .put("redirect", redirectUri)
                .putIf("state", state)
                .put("challenge", challenge)
                .putIf("resource", resource)
                .put("scopes", String.join(" ", scopes))
                .put("until", until.toEpochMilli())
                .build();
        return sealer.seal(PURPOSE, json.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Empty when it is not from us; time and session are the caller's to look at. */
    static Optional<Question> open(Sealer sealer, String sealed) {
        return sealer.open(PURPOSE, sealed).flatMap(Question::read);
    }

    private static Optional<Question> read(byte[] bytes) {
        try {
            Json json = Json.read(bytes);
            OptionalLong until = json.member("until").orElseThrow().integer();
            return Optional.of(new Question(
                    UUID.fromString(json.text("id").orElseThrow()),
                    json.text("session").orElseThrow(),
                    json.text("client").orElseThrow(),
                    json.text("redirect").orElseThrow(),
                    json.text("state"),
                    json.text("challenge").orElseThrow(),
                    json.text("resource"),
                    List.of(json.text("scopes").orElseThrow().split(" ")),
                    Instant.ofEpochMilli(until.orElseThrow())));
        } catch (JsonSyntaxException e) {
            throw new IllegalStateException("what we sealed is not JSON", e);
        }
    }

    @Override
    public String toString() {
        return "Question[" + id + "]";
    }
}
