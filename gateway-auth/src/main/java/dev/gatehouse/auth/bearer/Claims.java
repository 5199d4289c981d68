package dev.gatehouse.auth.bearer;

import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.mcp.Names;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The claims of our own access tokens (RFC 9068 §2.2), each of the one shape in which we write it.
 *
 * @param kind an agent's token never passes for a person's: the word for it is in the token
 * @param bundle the one that a person chose
 * @param grant what a person agreed to ({@code sid}); withdrawn as one
 * @param actor the agent that a person's token was given to ({@code act})
 * @param id {@code jti}
 */
record Claims(
        String issuer,
        Principal.Kind kind,
        String subject,
        String audience,
        String clientId,
        Set<String> scopes,
        Optional<BundleName> bundle,
        Optional<String> grant,
        Optional<AgentName> actor,
        String id,
        Instant issuedAt,
        Instant expiresAt) {

    /** Seconds since 1970 beyond this (year 9999) are nonsense, and arithmetic on them would overflow. */
    private static final long SECOND_MAX = 253_402_300_799L;

    private static final String AGENT = "agent";
    private static final String PERSON = "person";
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    static String word(Principal.Kind kind) {
        return switch (kind) {
            case AGENT -> AGENT;
            case USER -> PERSON;
            case ANONYMOUS -> throw new IllegalArgumentException("nobody gets a token");
        };
    }

    static Optional<Claims> read(byte[] payload) {
        try {
            return read(Json.read(payload));
        } catch (JsonSyntaxException _) {
            return Optional.empty();
        }
    }

    private static Optional<Claims> read(Json json) {
        Optional<Principal.Kind> kind = json.text("kind").flatMap(Claims::kind);
        Optional<String> subject = json.text("sub").filter(text -> fits(text, kind));
        Optional<Instant> issuedAt = time(json, "iat");
        Optional<Instant> expiresAt = time(json, "exp");
        boolean lacks = Stream.of(kind, subject, issuedAt, expiresAt).anyMatch(Optional::isEmpty)
                || Stream.of("iss", "aud", "client_id", "scope", "jti")
                        .anyMatch(name -> json.text(name).isEmpty());
        if (lacks || json.member("nbf").isPresent() || !hasGoodExtras(json, kind.orElseThrow())) {
            return Optional.empty();
        }
        return Optional.of(new Claims(
                json.text("iss").orElseThrow(),
                kind.orElseThrow(),
                subject.orElseThrow(),
                json.text("aud").orElseThrow(),
                json.text("client_id").orElseThrow(),
                Set.copyOf(List.of(json.text("scope").orElseThrow().split(" "))),
                json.text("bundle").map(BundleName::new),
                json.text("sid"),
                actor(json).map(AgentName::new),
                json.text("jti").orElseThrow(),
                issuedAt.orElseThrow(),
                expiresAt.orElseThrow()));
    }

    private static Optional<Principal.Kind> kind(String word) {
        return switch (word) {
            case AGENT -> Optional.of(Principal.Kind.AGENT);
            case PERSON -> Optional.of(Principal.Kind.USER);
            default -> Optional.empty();
        };
    }

    private static boolean fits(String subject, Optional<Principal.Kind> kind) {
        return kind.filter(Principal.Kind.AGENT::equals).isPresent()
                ? Names.isSlug(subject)
                : UUID.matcher(subject).matches();
    }

    /** What only a person's token may have, and only in our shape: a claim that means nothing here is no harmless one. */
    private static boolean hasGoodExtras(Json json, Principal.Kind kind) {
        boolean none = Stream.of("bundle", "sid", "act")
                .allMatch(name -> json.member(name).isEmpty());
        return none
                || (kind == Principal.Kind.USER
                        && isAbsentOr(json, "bundle", json.text("bundle").filter(Names::isSlug))
                        && isAbsentOr(json, "sid", json.text("sid"))
                        && isAbsentOr(json, "act", actor(json).filter(Names::isSlug)));
    }

    private static boolean isAbsentOr(Json json, String name, Optional<String> good) {
        return json.member(name).isEmpty() || good.isPresent();
    }

    private static Optional<String> actor(Json json) {
        return json.member("act").filter(Json::isObject).flatMap(act -> act.text("sub"));
    }

    private static Optional<Instant> time(Json json, String name) {
        OptionalLong seconds = json.member(name).map(Json::integer).orElse(OptionalLong.empty());
        return seconds.isPresent() && seconds.getAsLong() >= 0 && seconds.getAsLong() <= SECOND_MAX
                ? Optional.of(Instant.ofEpochSecond(seconds.getAsLong()))
                : Optional.empty();
    }
}
