package dev.gatehouse.audit.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.http.HttpReply;
import dev.gatehouse.audit.http.TestHttp;
import dev.gatehouse.core.identity.Confidential;
import dev.gatehouse.testkit.npm.NpmProject;
import dev.gatehouse.testkit.s3.RealS3;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a store that somebody else wrote, which checks signatures. */
@Timeout(180)
class RealS3Test {
    @TempDir
    private Path directory;

    private final TestHttp http = new TestHttp(Duration.ofSeconds(5));
    private RealS3 store;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        boolean possible = NpmProject.possible();
        if (!possible) {
            System.out.println("SKIPPED: the store that others wrote needs node and npm on the PATH");
        }
        Assumptions.assumeTrue(possible, "node and npm are not on the PATH");
        store = RealS3.start(directory);
    }

    @AfterEach
    void close() {
        http.close();
        if (store != null) {
            store.close();
        }
    }

    private S3Bucket bucket(String secretKey, Optional<Confidential> sessionToken) {
        return new S3Bucket(
                RealS3.BUCKET,
                "us-east-1",
                Optional.of(URI.create(store.url())),
                "",
                new S3Bucket.Credentials(RealS3.KEY, new Confidential(secretKey), sessionToken),
                Optional.of(new S3Bucket.Lock(S3Bucket.Lock.Mode.GOVERNANCE, 1)),
                Optional.of(new S3Bucket.Encryption(S3Bucket.Encryption.Kind.AES256, Optional.empty())));
    }

    private S3Answer put(String key, String secretKey, Optional<Confidential> sessionToken) {
        S3Object object = new S3Object(
                key,
                "{\"a\":1}\n".getBytes(UTF_8),
                "application/x-ndjson",
                Optional.empty(),
                S3Object.Existing.REPLACE);
        return new S3Client(bucket(secretKey, sessionToken), http, InstantSource.system()).put(object);
    }

    @Test
    void it_takes_what_is_signed_well_and_gives_it_back() throws IOException {
        assertThat(put("2026/11/22/0a1b/7-1..3.jsonl", RealS3.KEY, Optional.of(new Confidential("t/o=k"))))
                .isEqualTo(new S3Answer.Stored());
        assertThat(put("a b+c$ü~=(1)*", RealS3.KEY, Optional.empty())).isEqualTo(new S3Answer.Stored());
        for (String path : new String[] {"2026/11/22/0a1b/7-1..3.jsonl", "a%20b%2Bc%24%C3%BC~%3D%281%29%2A"}) {
            HttpReply reply = http.send("GET", URI.create(store.url() + "/audit/" + path), Map.of(), new byte[0]);
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.body()).asString(UTF_8).isEqualTo("{\"a\":1}\n");
        }
    }

    @Test
    void it_takes_an_object_in_parts_and_gives_it_back() throws IOException {
        byte[] bytes = new byte[2 * S3Upload.PART_BYTES + 12_345];
        new Random(7).nextBytes(bytes);
        S3Client client = new S3Client(bucket(RealS3.KEY, Optional.empty()), http, InstantSource.system());
        UploadsInMemory uploads = new UploadsInMemory();
        try (S3Upload upload = client.upload("keep-30/a b", "application/gzip", Optional.empty(), uploads)) {
            upload.write(bytes);
            upload.finish();
        }
        HttpReply reply = http.send("GET", URI.create(store.url() + "/audit/keep-30/a%20b"), Map.of(), new byte[0]);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(Arrays.equals(reply.body(), bytes)).as("the same bytes").isTrue();
        assertThat(uploads.all()).isEmpty();
    }

    @Test
    void it_refuses_what_somebody_else_signed() {
        assertThat(put("k", "S3RVER-of-somebody-else", Optional.empty()))
                .isInstanceOfSatisfying(
                        S3Answer.Failed.class,
                        failed -> assertThat(failed.reason()).startsWith("it answered 403 SignatureDoesNotMatch"));
    }
}
