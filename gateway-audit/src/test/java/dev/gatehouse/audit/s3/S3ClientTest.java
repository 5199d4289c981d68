package dev.gatehouse.audit.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.http.HttpReply;
import dev.gatehouse.audit.http.TestHttp;
import dev.gatehouse.core.identity.Confidential;
import dev.gatehouse.testkit.s3.FakeS3;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Against a store that works out each signature itself. */
@Timeout(60)
class S3ClientTest {
    private final TestHttp http = new TestHttp(Duration.ofMillis(500));
    private FakeS3 store;

    @BeforeEach
    void open() throws IOException {
        store = TestBucket.store();
    }

    @AfterEach
    void close() {
        http.close();
        store.close();
    }

    private S3Client client(S3Bucket bucket) {
        return new S3Client(bucket, http, InstantSource.system());
    }

    private static S3Object object(String key, S3Object.Existing existing) {
        return new S3Object(key, "what is in it\n".getBytes(UTF_8), "text/plain", Optional.empty(), existing);
    }

    @Test
    void an_object_arrives_under_its_key_with_a_checksum_and_a_good_signature() {
        S3Bucket bucket = TestBucket.of(store.url());
        String key = bucket.key("2026/11/22/a b+c$ü~.txt");
        assertThat(client(bucket).put(object(key, S3Object.Existing.REPLACE))).isEqualTo(new S3Answer.Stored());
        FakeS3.Stored stored = store.stored().getFirst();
        assertThat(stored.key()).isEqualTo("trail/of=one/2026/11/22/a b+c$ü~.txt");
        assertThat(stored.body()).asString(UTF_8).isEqualTo("what is in it\n");
        assertThat(stored.headers())
                .containsEntry("content-type", "text/plain")
                .containsEntry("x-amz-checksum-sha256", "ycGOKZuccMmNeCLjJECNuSSEBEZoGAC9howENqrJQVQ=")
                .doesNotContainKeys("if-none-match", "x-amz-object-lock-mode", "x-amz-server-side-encryption");
    }

    @Test
    void locks_encryption_and_session_tokens_are_headers_that_are_signed() {
        S3Bucket plain = TestBucket.locked(store.url());
        S3Bucket bucket = new S3Bucket(
                plain.name(),
                plain.region(),
                plain.endpoint(),
                "",
                new S3Bucket.Credentials(
                        plain.credentials().accessKey(),
                        plain.credentials().secretKey(),
                        Optional.of(new Confidential("tok/en=="))),
                plain.lock(),
                Optional.of(new S3Bucket.Encryption(S3Bucket.Encryption.Kind.AWS_KMS, Optional.of("alias/audit"))));
        Instant before = Instant.now();
        assertThat(client(bucket).put(object(bucket.key("k"), S3Object.Existing.KEEP)))
                .isEqualTo(new S3Answer.Stored());
        Map<String, String> headers = store.stored().getFirst().headers();
        assertThat(store.stored().getFirst().key()).isEqualTo("k");
        assertThat(headers)
                .containsEntry("x-amz-object-lock-mode", "COMPLIANCE")
                .containsEntry("x-amz-security-token", "tok/en==")
                .containsEntry("x-amz-server-side-encryption", "aws:kms")
                .containsEntry("x-amz-server-side-encryption-aws-kms-key-id", "alias/audit")
                .containsEntry("if-none-match", "*");
        assertThat(Instant.parse(headers.get("x-amz-object-lock-retain-until-date")))
                .isBetween(
                        before.plus(Duration.ofDays(400)).minusSeconds(1),
                        Instant.now().plus(Duration.ofDays(400)));
        assertThat(bucket.credentials()).hasToString("Credentials[hidden]");
    }

    @Test
    void what_is_there_stays_when_it_shall_and_is_replaced_when_it_shall() {
        S3Client client = client(TestBucket.of(store.url()));
        assertThat(client.put(object("k", S3Object.Existing.KEEP))).isEqualTo(new S3Answer.Stored());
        assertThat(client.put(object("k", S3Object.Existing.KEEP))).isEqualTo(new S3Answer.Exists());
        assertThat(client.put(object("k", S3Object.Existing.REPLACE))).isEqualTo(new S3Answer.Stored());
        assertThat(store.stored()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AKIDOFTHETEST  | wrong              | eu-central-1 | 403 SignatureDoesNotMatch",
                "AKIDOFNOBODY   | secret/of+the=test | eu-central-1 | 403 InvalidAccessKeyId",
                "AKIDOFTHETEST  | secret/of+the=test | us-east-1    | (the bucket is at eu-central-1)"
            })
    void who_is_wrong_is_told_what_and_never_a_secret(String accessKey, String secretKey, String region, String told) {
        S3Bucket bucket = new S3Bucket(
                "audit",
                region,
                Optional.of(URI.create(store.url())),
                "",
                new S3Bucket.Credentials(
                        accessKey, new Confidential(secretKey), Optional.of(new Confidential("session-token"))),
                Optional.empty(),
                Optional.empty());
        assertThat(client(bucket).put(object("k", S3Object.Existing.KEEP)))
                .isInstanceOfSatisfying(
                        S3Answer.Failed.class,
                        failed -> assertThat(failed.reason())
                                .contains(told)
                                .doesNotContain("session-token", secretKey, "AWS4"));
        assertThat(store.stored()).isEmpty();
    }

    @Test
    void a_clock_that_is_wrong_is_called_so() {
        store.isAhead(Duration.ofMinutes(16));
        assertThat(client(TestBucket.of(store.url())).put(object("k", S3Object.Existing.KEEP)))
                .isInstanceOfSatisfying(
                        S3Answer.Failed.class,
                        failed -> assertThat(failed.reason())
                                .startsWith("it answered 403 RequestTimeTooSkewed")
                                .endsWith("(see to the clock of this machine)"));
        store.isAhead(Duration.ofMinutes(-14));
        assertThat(client(TestBucket.of(store.url())).put(object("k", S3Object.Existing.KEEP)))
                .isEqualTo(new S3Answer.Stored());
    }

    @ParameterizedTest
    @EnumSource
    void whatever_fails_is_no_success_and_the_next_try_is_one(FakeS3.Fault fault) {
        S3Client client = client(TestBucket.of(store.url()));
        store.fails(fault);
        assertThat(client.put(object("k", S3Object.Existing.REPLACE))).isInstanceOf(S3Answer.Failed.class);
        assertThat(client.put(object("k", S3Object.Existing.REPLACE))).isEqualTo(new S3Answer.Stored());
    }

    @Test
    void a_store_that_asks_for_a_pause_is_heard() {
        store.fails(FakeS3.Fault.SLOW_DOWN);
        assertThat(client(TestBucket.of(store.url())).put(object("k", S3Object.Existing.REPLACE)))
                .isEqualTo(new S3Answer.Failed(
                        "it answered 503 SlowDown: Please reduce your request rate.",
                        Optional.of(Duration.ofSeconds(3))));
    }

    @ParameterizedTest
    @CsvSource({
        "eu-central-1, https://audit.s3.eu-central-1.amazonaws.com/p/k%20%2B",
        "cn-north-1, https://audit.s3.cn-north-1.amazonaws.com.cn/p/k%20%2B"
    })
    void a_bucket_of_amazon_has_a_host_of_its_own(String region, String expected) {
        List<URI> urls = new ArrayList<>();
        List<String> authorizations = new ArrayList<>();
        S3Bucket bucket = new S3Bucket(
                "audit",
                region,
                Optional.empty(),
                "p",
                TestBucket.of("http://unused").credentials(),
                Optional.empty(),
                Optional.empty());
        S3Client client = new S3Client(
                bucket,
                (method, url, headers, _) -> {
                    urls.add(url);
                    authorizations.add(method + " " + headers.get("authorization"));
                    return new HttpReply(200, new byte[0], Optional.empty());
                },
                InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z")));
        client.put(object(bucket.key("k +"), S3Object.Existing.REPLACE));
        assertThat(urls).containsExactly(URI.create(expected));
        assertThat(authorizations.getFirst())
                .startsWith("PUT AWS4-HMAC-SHA256 Credential=AKIDOFTHETEST/20261122/" + region + "/s3/aws4_request, ")
                .contains("SignedHeaders=content-type;host;x-amz-checksum-sha256;x-amz-content-sha256;x-amz-date,");
    }
}
