package dev.gatehouse.testkit.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** The key that the fake provider publishes. */
record IdpKeys(RSAKey published) {
    private static final int BITS = 2048;

    static IdpKeys fresh() {
        return new IdpKeys(rsa(UUID.randomUUID().toString()));
    }

    String token(JWTClaimsSet claims, IdpFault fault) throws JOSEException {
        return switch (fault) {
            case ALG_NONE -> new PlainJWT(claims).serialize();
            case ALG_HS256 ->
                signed(
                        claims,
                        JWSAlgorithm.HS256,
                        new MACSigner((FakeIdp.CLIENT_SECRET + "-padded-to-size").getBytes(StandardCharsets.US_ASCII)));
            case FOREIGN_KEY -> signed(claims, JWSAlgorithm.RS256, new RSASSASigner(rsa(published.getKeyID())));
            default -> signed(claims, JWSAlgorithm.RS256, new RSASSASigner(published));
        };
    }

    private String signed(JWTClaimsSet claims, JWSAlgorithm algorithm, JWSSigner signer) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(algorithm).keyID(published.getKeyID()).build(), claims);
        token.sign(signer);
        return token.serialize();
    }

    private static RSAKey rsa(String id) {
        try {
            return new RSAKeyGenerator(BITS).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java platform makes RSA keys", e);
        }
    }
}
