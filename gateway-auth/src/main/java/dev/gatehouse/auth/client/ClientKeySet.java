package dev.gatehouse.auth.client;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import dev.gatehouse.core.json.Json;
import java.text.ParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Public keys of a client, for {@code private_key_jwt}. Keys of kinds that we do not verify with are left out. */
public final class ClientKeySet {
    static final int KEYS_MAX = 20;

    private static final Set<Curve> CURVES = Set.of(Curve.P_256, Curve.P_384);
    private static final int RSA_BITS_MIN = 2048;
    private static final int RSA_BITS_MAX = 4096;

    private ClientKeySet() {}

    /** Empty when it is no JWK set (RFC 7517 §5), has no key that could be used, too many, or one that must stay secret. */
    public static Optional<JWKSet> parse(String jwks) {
        try {
            List<JWK> keys = JWKSet.parse(jwks).getKeys();
            List<JWK> usable = keys.stream().filter(ClientKeySet::isUsable).toList();
            boolean sound = keys.size() <= KEYS_MAX && keys.stream().noneMatch(JWK::isPrivate);
            return sound && !usable.isEmpty() ? Optional.of(new JWKSet(usable)) : Optional.empty();
        } catch (ParseException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    static Optional<JWKSet> parse(Json jwks) {
        return parse(jwks.toString());
    }

    private static boolean isUsable(JWK key) {
        return switch (key) {
            case ECKey ec -> CURVES.contains(ec.getCurve());
            case RSAKey rsa -> rsa.size() >= RSA_BITS_MIN && rsa.size() <= RSA_BITS_MAX;
            default -> false;
        };
    }
}
