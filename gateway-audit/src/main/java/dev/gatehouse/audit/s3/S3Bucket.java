package dev.gatehouse.audit.s3;

import dev.gatehouse.core.identity.Confidential;
import java.net.URI;
import java.util.Optional;

/**
 * A place for objects, and who puts them there.
 *
 * @param region signed for, whoever keeps the bucket
 * @param endpoint of whoever is not Amazon, without a path; the bucket's name is the first part of the path there
 * @param prefix what the keys of all objects begin with, without a slash at either end; may be empty
 * @param lock empty where the bucket itself says how long objects stay, or nobody does
 */
public record S3Bucket(
        String name,
        String region,
        Optional<URI> endpoint,
        String prefix,
        Credentials credentials,
        Optional<Lock> lock,
        Optional<Encryption> encryption) {
    private static final String CHINA = "cn-";

    /** @param sessionToken of credentials that end soon */
    public record Credentials(String accessKey, Confidential secretKey, Optional<Confidential> sessionToken) {
        /** Who may look at a log learns neither half. */
        @Override
        public String toString() {
            return "Credentials[hidden]";
        }
    }

    /** How long nobody changes or removes an object: in {@code COMPLIANCE} nobody at all, else nobody without that permission. */
    public record Lock(Mode mode, int days) {
        public enum Mode {
            COMPLIANCE,
            GOVERNANCE
        }
    }

    /** @param kmsKey for {@code AWS_KMS}, another key than the account's own */
    public record Encryption(Kind kind, Optional<String> kmsKey) {
        public enum Kind {
            AES256("AES256"),
            AWS_KMS("aws:kms");

            final String word;

            Kind(String word) {
                this.word = word;
            }
        }
    }

    /** @param name without a slash at its beginning */
    public String key(String name) {
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    /** For people; resolves to nothing. */
    public String uri(String key) {
        return "s3://" + name + "/" + key;
    }

    /** As it must stand in the request, for the path is signed as it is sent. */
    URI url(String key) {
        String path = "/" + SigV4.encodedPath(key);
        return URI.create(endpoint.map(other -> other.getScheme() + "://" + other.getRawAuthority() + "/" + name + path)
                .orElseGet(() -> "https://" + name + ".s3." + region + ".amazonaws.com"
                        + (region.startsWith(CHINA) ? ".cn" : "") + path));
    }
}
