package dev.gatehouse.core.identity;

import java.util.List;

/**
 * Hashes of names that nobody can try out without the key. Keys are versioned, and a hash names its version, so that what was
 * hashed before a rotation is still found.
 */
public interface KeyedHash {

    /**
     * By the key whose turn it is.
     *
     * @param purpose hashes of one purpose tell nothing of those of another
     * @return the key's version, a point, and 32 hexadecimal digits
     */
    String of(String purpose, String text);

    /** By each key there is, that whose turn it is among them. */
    List<String> all(String purpose, String text);
}
