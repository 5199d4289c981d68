package dev.gatehouse.auth.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * One ES256 key pair with its place in time.
 *
 * @param activatesAt signs from then on; published and trusted before
 * @param retiresAt trusted until then; {@link Instant#MAX} while none follows it
 */
record SigningKey(
        String kid, ECKey publicJwk, JWSSigner signer, JWSVerifier verifier, Instant activatesAt, Instant retiresAt) {
    private static final JWSHeader ES256 = new JWSHeader(JWSAlgorithm.ES256);

    /** A pair that was tried. What is stored of it is sealed, and so as it was: to try it at each start is a tenth of one. */
    static ECKey generate() {
        try {
            ECKey jwk = new ECKeyGenerator(Curve.P_256)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .keyIDFromThumbprint(true)
                    .generate();
            requirePair(jwk);
            return jwk;
        } catch (JOSEException e) {
            throw new IllegalStateException("this Java platform cannot make a pair of P-256", e);
        }
    }

    /** @throws JOSEException when it is no private key of P-256 */
    static SigningKey of(ECKey jwk, Instant activatesAt, Instant retiresAt) throws JOSEException {
        return new SigningKey(
                jwk.getKeyID(),
                jwk.toPublicJWK(),
                new ECDSASigner(jwk),
                new ECDSAVerifier(jwk.toPublicJWK()),
                activatesAt,
                retiresAt);
    }

    private static void requirePair(ECKey jwk) throws JOSEException {
        byte[] probe = "probe".getBytes(StandardCharsets.US_ASCII);
        Base64URL signature = new ECDSASigner(jwk).sign(ES256, probe);
        if (!new ECDSAVerifier(jwk.toPublicJWK()).verify(ES256, probe, signature)) {
            throw new JOSEException("the private half does not fit the public half");
        }
    }

    /** The compact serialization (RFC 7515 §7.1). */
    String sign(String type, byte[] payload) {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType(type))
                .keyID(kid)
                .build();
        JWSObject jws = new JWSObject(header, new Payload(payload));
        try {
            jws.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("signing with key " + kid + " failed", e);
        }
        return jws.serialize();
    }

    boolean verify(byte[] signed, byte[] signature) {
        try {
            return verifier.verify(ES256, signed, Base64URL.encode(signature));
        } catch (JOSEException _) {
            // Nimbus also throws for signatures of an impossible shape; whatever it could not verify is not verified.
            return false;
        }
    }
}
