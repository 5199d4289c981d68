package dev.gatehouse.audit.s3;

import java.util.Optional;

/**
 * An object to be put.
 *
 * @param key as in the bucket, its prefix included
 * @param encoding what the body is compressed with
 */
public record S3Object(String key, byte[] body, String type, Optional<String> encoding, Existing existing) {
    /** What becomes of one that is there already. */
    public enum Existing {
        /** It is replaced; under a lock it stays as an earlier version. */
        REPLACE,
        /** It stays, and this one is not put. */
        KEEP
    }
}
