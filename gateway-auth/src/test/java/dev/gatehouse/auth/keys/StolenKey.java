package dev.gatehouse.auth.keys;

import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import dev.gatehouse.auth.TestWorld;
import dev.gatehouse.core.database.Transaction;
import java.security.PrivateKey;

/** The gateway's own signing key, for tests that forge tokens with it. */
public record StolenKey(String kid, ECKey publicJwk, PrivateKey privateKey) {

    public static StolenKey from(TestWorld world) throws Exception {
        SealedKey sealed = Transaction.<SealedKey, MasterKeyException>run(
                world.database,
                connection ->
                        SigningKeyTable.read(connection, world.clock.now()).getFirst());
        SigningKey key = new SigningKeyTable(world.dataKeys(), world.clock.clocks()).open(sealed);
        return new StolenKey(key.kid(), key.publicJwk(), ((ECDSASigner) key.signer()).getPrivateKey());
    }
}
