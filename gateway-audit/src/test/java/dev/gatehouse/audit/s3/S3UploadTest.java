package dev.gatehouse.audit.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.audit.http.TestHttp;
import dev.gatehouse.testkit.s3.FakeS3;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
class S3UploadTest {
    private static final int LONG = 2 * S3Upload.PART_BYTES + 12_345;

    private final TestHttp http = new TestHttp(Duration.ofSeconds(5));
    private final UploadsInMemory uploads = new UploadsInMemory();
    private FakeS3 store;

    @BeforeEach
    void start() throws IOException {
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

    private S3Upload upload() {
        return client(TestBucket.locked(store.url())).upload("a/b +c", "application/gzip", Optional.empty(), uploads);
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private void assertStored(byte[] bytes) {
        assertThat(store.stored()).singleElement().satisfies(object -> {
            assertThat(object.key()).isEqualTo("a/b +c");
            assertThat(Arrays.equals(object.body(), bytes)).as("the same bytes").isTrue();
            assertThat(object.headers())
                    .containsEntry("content-type", "application/gzip")
                    .containsEntry("x-amz-object-lock-mode", "COMPLIANCE");
        });
        assertThat(store.refused()).isEmpty();
        assertThat(store.halfDone()).isZero();
        assertThat(uploads.all()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, S3Upload.PART_BYTES - 1, S3Upload.PART_BYTES, S3Upload.PART_BYTES + 1, LONG})
    void what_is_written_is_there_whole_however_long_it_is(int length) throws IOException {
        byte[] bytes = bytes(length);
        try (S3Upload upload = upload()) {
            upload.write(bytes, 0, length / 3);
            upload.write(bytes, length / 3, length - length / 3);
            upload.finish();
        }
        assertStored(bytes);
    }

    @Test
    void what_is_not_finished_leaves_nothing() throws IOException {
        try (S3Upload upload = upload()) {
            upload.write(bytes(LONG));
            assertThat(store.halfDone()).isEqualTo(1);
        }
        assertThat(store.stored()).isEmpty();
        assertThat(store.halfDone()).isZero();
        assertThat(uploads.all()).isEmpty();
    }

    @Test
    void what_a_crash_left_half_done_is_ended_by_the_next() throws IOException {
        S3Upload crashed = upload();
        crashed.write(bytes(LONG));
        assertThat(store.halfDone()).isEqualTo(1);
        client(TestBucket.of(store.url())).abort(uploads);
        assertThat(store.halfDone()).isZero();
        assertThat(uploads.all()).isEmpty();
        assertThatThrownBy(crashed::finish).isInstanceOf(IOException.class).hasMessageContaining("NoSuchUpload");
    }

    @ParameterizedTest
    @EnumSource(names = {"INTERNAL_ERROR", "CUT"})
    void a_part_that_fails_once_is_sent_again(FakeS3.Fault fault) throws IOException {
        byte[] bytes = bytes(LONG);
        try (S3Upload upload = upload()) {
            upload.write(bytes, 0, S3Upload.PART_BYTES);
            store.fails(fault);
            upload.write(bytes, S3Upload.PART_BYTES, bytes.length - S3Upload.PART_BYTES);
            upload.finish();
        }
        assertStored(bytes);
    }

    @Test
    void who_may_not_is_told_at_once_and_nothing_is_taken_for_stored() throws IOException {
        try (S3Upload upload = upload()) {
            store.fails(FakeS3.Fault.ACCESS_DENIED);
            assertThatThrownBy(() -> upload.write(bytes(LONG)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("it answered 403 AccessDenied: Access Denied");
        }
        try (S3Upload upload = upload()) {
            upload.write(bytes(LONG));
            store.fails(FakeS3.Fault.ACCESS_DENIED, FakeS3.Fault.ACCESS_DENIED);
            assertThatThrownBy(upload::finish).isInstanceOf(IOException.class);
        }
        assertThat(store.stored()).isEmpty();
        assertThat(uploads.all()).as("the end of it was refused as well").hasSize(1);
    }
}
