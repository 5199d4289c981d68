package dev.gatehouse.auth.trusted;

import dev.gatehouse.core.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** The claims that every token needs here, whoever issued it (RFC 7519 §4.1). */
record ForeignClaims(
        String subject, Set<String> audiences, Instant issuedAt, Optional<Instant> notBefore, Instant expiresAt) {
    private static final int SUBJECT_CHARS_MAX = 255;
    private static final int AUDIENCES_MAX = 20;

    /** Seconds since 1970 beyond this (year 9999) are nonsense, and arithmetic on them would overflow. */
    private static final long SECOND_MAX = 253_402_300_799L;

    static Optional<ForeignClaims> read(Json claims) {
        Optional<String> subject =
                claims.text("sub").filter(text -> !text.isBlank() && text.length() <= SUBJECT_CHARS_MAX);
        Set<String> audiences = audiences(claims);
        Optional<Instant> issuedAt = time(claims, "iat");
        Optional<Instant> expiresAt = time(claims, "exp");
        Optional<Instant> notBefore = time(claims, "nbf");
        boolean strangeNotBefore = claims.member("nbf").isPresent() && notBefore.isEmpty();
        return subject.isEmpty() || audiences.isEmpty() || issuedAt.isEmpty() || expiresAt.isEmpty() || strangeNotBefore
                ? Optional.empty()
                : Optional.of(new ForeignClaims(subject.get(), audiences, issuedAt.get(), notBefore, expiresAt.get()));
    }

    boolean isInTime(Instant now, Duration leeway, Duration lifetimeMax) {
        return now.isBefore(expiresAt.plus(leeway))
                && !issuedAt.isAfter(now.plus(leeway))
                && notBefore.filter(begin -> begin.isAfter(now.plus(leeway))).isEmpty()
                && expiresAt.isAfter(issuedAt)
                && !expiresAt.isAfter(issuedAt.plus(lifetimeMax));
    }

    private static Set<String> audiences(Json claims) {
        List<Json> several =
                claims.member("aud").filter(Json::isArray).map(Json::elements).orElse(List.of());
        if (several.size() > AUDIENCES_MAX || several.stream().anyMatch(element -> !element.isString())) {
            return Set.of();
        }
        return several.isEmpty()
                ? claims.text("aud").map(Set::of).orElse(Set.of())
                : several.stream()
                        .flatMap(element -> element.string().stream())
                        .collect(Collectors.toUnmodifiableSet());
    }

    private static Optional<Instant> time(Json claims, String name) {
        OptionalLong seconds = claims.member(name).map(Json::integer).orElse(OptionalLong.empty());
        return seconds.isPresent() && seconds.getAsLong() >= 0 && seconds.getAsLong() <= SECOND_MAX
                ? Optional.of(Instant.ofEpochSecond(seconds.getAsLong()))
                : Optional.empty();
    }
}
