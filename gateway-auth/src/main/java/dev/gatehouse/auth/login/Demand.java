package dev.gatehouse.auth.login;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a login has to be like, for whatever is to be done with it (step-up; OpenID Connect Core 1.0 §3.1.2.1).
 *
 * @param maxAge how long ago it may have been; zero: the person proves themselves again
 * @param acrValues one of these it must have been; none: any will do
 */
public record Demand(Optional<Duration> maxAge, List<String> acrValues) {
    public static final Demand NONE = new Demand(Optional.empty(), List.of());

    /** Covers the way back from the provider, and clocks that differ. */
    private static final Duration LEEWAY = Duration.ofMinutes(1);

    public Demand {
        acrValues = List.copyOf(acrValues);
    }

    public boolean isMetBy(Visitor visitor, Instant now) {
        boolean recent = maxAge.map(age -> visitor.authenticatedAt().plus(age).plus(LEEWAY))
                .filter(now::isAfter)
                .isEmpty();
        return recent
                && (acrValues.isEmpty()
                        || visitor.acr().filter(acrValues::contains).isPresent());
    }
}
