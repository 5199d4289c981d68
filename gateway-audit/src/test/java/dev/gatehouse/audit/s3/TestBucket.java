package dev.gatehouse.audit.s3;

import dev.gatehouse.core.identity.Confidential;
import dev.gatehouse.testkit.s3.FakeS3;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** A bucket in a store for tests. */
public final class TestBucket {
    public static final String REGION = "eu-central-1";
    private static final String ACCESS_KEY = "AKIDOFTHETEST";
    private static final String SECRET_KEY = "secret/of+the=test";

    private TestBucket() {}

    public static FakeS3 store() throws IOException {
        return FakeS3.start(REGION, ACCESS_KEY, SECRET_KEY);
    }

    public static S3Bucket of(String endpoint) {
        return of(endpoint, Optional.empty());
    }

    public static S3Bucket locked(String endpoint) {
        return of(endpoint, Optional.of(new S3Bucket.Lock(S3Bucket.Lock.Mode.COMPLIANCE, 400)));
    }

    private static S3Bucket of(String endpoint, Optional<S3Bucket.Lock> lock) {
        return new S3Bucket(
                "audit",
                REGION,
                Optional.of(URI.create(endpoint)),
                "trail/of=one",
                new S3Bucket.Credentials(ACCESS_KEY, new Confidential(SECRET_KEY), Optional.empty()),
                lock,
                Optional.empty());
    }
}
