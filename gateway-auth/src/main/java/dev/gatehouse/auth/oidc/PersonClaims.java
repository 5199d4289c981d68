package dev.gatehouse.auth.oidc;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.gatehouse.auth.people.Asserted;
import dev.gatehouse.core.trust.IdentityProvider;
import java.text.ParseException;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads who somebody is out of verified claims, in the shapes that Okta, Entra, Google, OneLogin and Keycloak use. */
final class PersonClaims {
    static final int GROUPS_MAX = 1_000;
    static final int NAME_CHARS_MAX = 256;

    private static final Logger LOG = LoggerFactory.getLogger(PersonClaims.class);

    private final JWTClaimsSet claims;
    private final IdentityProvider provider;

    PersonClaims(JWTClaimsSet claims, IdentityProvider provider) {
        this.claims = claims;
        this.provider = provider;
    }

    /** Empty when they have no usable name. */
    Optional<Asserted> asserted() {
        return userName()
                .map(name -> new Asserted(
                        provider.name(), claims.getSubject(), name, text("name"), verifiedEmail(), groups()));
    }

    /** When the person proved themselves, as far as the provider says; the token's own time otherwise. */
    Instant authenticatedAt() {
        try {
            Date at = claims.getDateClaim("auth_time");
            return (at == null ? claims.getIssueTime() : at).toInstant();
        } catch (ParseException _) {
            return claims.getIssueTime().toInstant();
        }
    }

    Optional<String> acr() {
        return text("acr");
    }

    /** An address that nobody verified could be anybody's, so it is no name. */
    private Optional<String> userName() {
        String claim = provider.userNameClaim();
        Optional<String> named = claim.equals("email") ? verifiedEmail() : text(claim);
        return named.or(this::verifiedEmail);
    }

    private Optional<String> verifiedEmail() {
        Object verified = claims.getClaim("email_verified");
        return Boolean.TRUE.equals(verified) || "true".equals(verified) ? text("email") : Optional.empty();
    }

    private Optional<String> text(String claim) {
        return claims.getClaim(claim) instanceof String value
                        && !value.isBlank()
                        && value.length() <= NAME_CHARS_MAX
                        && value.chars().noneMatch(Character::isISOControl)
                ? Optional.of(value)
                : Optional.empty();
    }

    /**
     * Empty when they are not told: with more groups than fit into a token, Entra only says where to ask
     * ({@code _claim_names}). Then those known before stay, for fewer groups than somebody has can also open doors that a
     * group closes.
     */
    private Optional<Set<String>> groups() {
        String claim = provider.groupsClaim();
        boolean elsewhere = claims.getClaim("_claim_names") instanceof Map<?, ?> names && names.containsKey(claim);
        if (elsewhere || Boolean.TRUE.equals(claims.getClaim("hasgroups"))) {
            LOG.warn("{} does not tell the groups of somebody who has many; those known before stay", provider.name());
            return Optional.empty();
        }
        Set<String> groups = new HashSet<>();
        switch (claims.getClaim(claim)) {
            case String one -> groups.add(one);
            case Collection<?> many ->
                many.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .forEach(groups::add);
            case null, default -> {}
        }
        if (groups.size() > GROUPS_MAX) {
            LOG.warn("{} tells more than {} groups of somebody; those known before stay", provider.name(), GROUPS_MAX);
            return Optional.empty();
        }
        groups.removeIf(group -> group.isBlank() || group.length() > NAME_CHARS_MAX);
        return Optional.of(groups);
    }
}
