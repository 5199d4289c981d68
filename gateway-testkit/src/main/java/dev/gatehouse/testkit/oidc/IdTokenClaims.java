package dev.gatehouse.testkit.oidc;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.gatehouse.core.http.Form;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;

/** What an ID token of the fake provider says. */
record IdTokenClaims(String issuer, Instant now, IdpFault fault) {
    private static final Duration LASTS = Duration.ofMinutes(5);

    /** @param replaced claims that are as the test wants them */
    JWTClaimsSet of(Form login, Map<String, Object> replaced) {
        String user = login.value("user").orElse("ada");
        Instant issued = fault == IdpFault.ISSUED_LONG_AGO ? now.minus(Duration.ofHours(1)) : now;
        Instant expires = fault == IdpFault.EXPIRED ? now.minus(Duration.ofMinutes(2)) : now.plus(LASTS);
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(fault == IdpFault.OTHER_ISSUER ? "https://other.test" : issuer)
                .subject("sub-" + user)
                .audience(audience())
                .issueTime(Date.from(issued))
                .expirationTime(Date.from(expires))
                .claim("auth_time", now.getEpochSecond())
                .claim("preferred_username", user)
                .claim("email", user + "@corp.test")
                .claim("email_verified", true)
                .claim("groups", List.of("Engineering"));
        if (fault == IdpFault.OTHER_AUTHORIZED_PARTY) {
            claims.claim("azp", "somebody-else");
        }
        if (fault != IdpFault.NO_NONCE) {
            claims.claim(
                    "nonce",
                    fault == IdpFault.OTHER_NONCE
                            ? "other"
                            : login.value("nonce").orElse(null));
        }
        login.value("acr_values").ifPresent(values -> claims.claim("acr", values.split(" ", -1)[0]));
        replaced.forEach(claims::claim);
        return claims.build();
    }

    private List<String> audience() {
        return switch (fault) {
            case OTHER_AUDIENCE -> List.of("somebody-else");
            case NO_AUTHORIZED_PARTY -> List.of(FakeIdp.CLIENT_ID, "somebody-else");
            default -> List.of(FakeIdp.CLIENT_ID);
        };
    }
}
