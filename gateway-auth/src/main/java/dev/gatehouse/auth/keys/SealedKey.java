package dev.gatehouse.auth.keys;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;

/**
 * A signing key as it is stored: its private half is closed to whoever lacks the master key.
 *
 * @param sealedJwk the whole JWK, sealed, as Base64url
 * @param retiresAt {@link Instant#MAX} while none follows it
 */
record SealedKey(String kid, String sealedJwk, Instant activatesAt, Instant retiresAt) {

    void write(DataOutput out) throws IOException {
        out.writeUTF(kid);
        out.writeUTF(sealedJwk);
        out.writeUTF(activatesAt.toString());
        out.writeUTF(retiresAt.toString());
    }

    static SealedKey read(DataInput in) throws IOException {
        return new SealedKey(in.readUTF(), in.readUTF(), Instant.parse(in.readUTF()), Instant.parse(in.readUTF()));
    }
}
