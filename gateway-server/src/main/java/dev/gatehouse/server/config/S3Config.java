package dev.gatehouse.server.config;

import dev.gatehouse.audit.s3.S3Bucket;
import dev.gatehouse.server.config.bind.Default;
import dev.gatehouse.server.config.bind.Doc;
import dev.gatehouse.server.config.bind.ReferenceOnly;
import dev.gatehouse.server.config.bind.Secret;
import dev.gatehouse.server.config.bind.Within;
import java.net.URI;
import java.util.Optional;

/** A bucket of Amazon S3, or of what speaks its protocol. */
public record S3Config(
        @Doc("The bucket.") String bucket,

        @Doc("The region that the bucket is in, such as eu-central-1. Where there are none, what the store wants to see"
                + " in signatures, often us-east-1.")
        String region,

        @Doc(
                "Another store than Amazon's: https, or http to this machine, without a path; the bucket's name becomes the first"
                        + " part of the path.")
        Optional<URI> endpoint,

        @Doc("What the keys of all objects begin with.") @Default("gatehouse")
        String prefix,

        @Doc(
                "The id of the access key. It needs `s3:PutObject`, with `lock` also `s3:PutObjectRetention`, and nothing else.")
        @ReferenceOnly
        Secret accessKey,

        @Doc("The access key itself.") @ReferenceOnly Secret secretKey,

        @Doc("Goes with credentials that end soon. Whoever renews them reloads the configuration.") @ReferenceOnly
        Optional<Secret> sessionToken,

        @Doc("How long each object is locked. Left out: as the bucket has it. The bucket must have Object Lock.")
        Optional<LockConfig> lock,

        @Doc("How the store encrypts. Left out: as the bucket has it.")
        Optional<EncryptionConfig> encryption) {

    /** Object Lock. */
    public record LockConfig(
            @Doc(
                    "`compliance`: nobody can change or remove an object before its time. `governance`: nobody without that"
                            + " permission.")
            @Default("compliance")
            S3Bucket.Lock.Mode mode,

            @Doc("For how many days.") @Within(min = "1", max = "36500")
            int days) {}

    /** Encryption by the store. */
    public record EncryptionConfig(
            @Doc("`aes256`: by the store's own keys. `awsKms`: by those of the key management service.")
            S3Bucket.Encryption.Kind kind,

            @Doc("The key of the key management service. Left out: the account's own.")
            Optional<String> kmsKey) {}
}
