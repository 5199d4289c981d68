package dev.gatehouse.auth.token;

import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.mcp.Names;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The claims of our own access tokens (RFC 9068 §2.2), each present and of the one shape in which we write it. */
record Claims(
        String issuer,
        AgentName subject,
        String audience,
        String clientId,
        Set<String> scopes,
        Instant issuedAt,
        Instant expiresAt) {

    /** Seconds since 1970 beyond this (year 9999) are nonsense, and arithmetic on them would overflow. */
    private static final long SECOND_MAX = 253_402_300_799L;

    static Optional<Claims> read(byte[] payload) {
        try {
            return read(Json.read(payload));
        } catch (JsonSyntaxException _) {
            return Optional.empty();
        }
    }

    private static Optional<Claims> read(Json json) {
        Optional<String> issuer = json.text("iss");
        Optional<String> subject = json.text("sub").filter(Names::isSlug);
        Optional<String> audience = json.text("aud");
        Optional<String> clientId = json.text("client_id");
        Optional<String> scope = json.text("scope");
        Optional<Instant> issuedAt = time(json, "iat");
        Optional<Instant> expiresAt = time(json, "exp");
        if (issuer.isEmpty()
                || subject.isEmpty()
                || audience.isEmpty()
                || clientId.isEmpty()
                || scope.isEmpty()
                || issuedAt.isEmpty()
                || expiresAt.isEmpty()
                || json.text("jti").isEmpty()
                || json.member("nbf").isPresent()) {
            return Optional.empty();
        }
        return Optional.of(new Claims(
                issuer.get(),
                new AgentName(subject.get()),
                audience.get(),
                clientId.get(),
                Set.copyOf(List.of(scope.get().split(" "))),
                issuedAt.get(),
                expiresAt.get()));
    }

    private static Optional<Instant> time(Json json, String name) {
        OptionalLong seconds = json.member(name).map(Json::integer).orElse(OptionalLong.empty());
        return seconds.isPresent() && seconds.getAsLong() >= 0 && seconds.getAsLong() <= SECOND_MAX
                ? Optional.of(Instant.ofEpochSecond(seconds.getAsLong()))
                : Optional.empty();
    }
}
