package dev.gatehouse.server.sink;

import dev.gatehouse.audit.http.HttpSender;
import dev.gatehouse.audit.s3.S3Bucket;
import dev.gatehouse.audit.s3.S3Client;
import dev.gatehouse.core.identity.Confidential;
import dev.gatehouse.server.config.S3Config;
import dev.gatehouse.server.config.bind.Secret;
import java.time.InstantSource;

/** Buckets, as the configuration names them. */
public final class S3Clients {
    private S3Clients() {}

    public static S3Client of(S3Config config, HttpSender http, InstantSource wall) {
        S3Bucket.Credentials credentials = new S3Bucket.Credentials(
                config.accessKey().reveal(),
                new Confidential(config.secretKey().reveal()),
                config.sessionToken().map(Secret::reveal).map(Confidential::new));
        S3Bucket bucket = new S3Bucket(
                config.bucket(),
                config.region(),
                config.endpoint(),
                config.prefix(),
                credentials,
                config.lock().map(lock -> new S3Bucket.Lock(lock.mode(), lock.days())),
                config.encryption().map(encryption -> new S3Bucket.Encryption(encryption.kind(), encryption.kmsKey())));
        return new S3Client(bucket, http, wall);
    }
}
