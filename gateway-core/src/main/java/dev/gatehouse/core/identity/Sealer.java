package dev.gatehouse.core.identity;

import java.util.Optional;

/**
 * Authenticated encryption of state that a client carries for us: session ids, later request state and cursors. Keys
 * are versioned; what an old key sealed opens until that key is retired.
 */
public interface Sealer {

    /**
     * @param purpose bound into the seal: a value sealed for one purpose never opens for another
     * @return visible ASCII, safe in a header and a URL
     */
    String seal(String purpose, byte[] plain);

    /** Empty when the text was altered, was sealed for another purpose, or by a key that is gone. */
    Optional<byte[]> open(String purpose, String sealed);
}
