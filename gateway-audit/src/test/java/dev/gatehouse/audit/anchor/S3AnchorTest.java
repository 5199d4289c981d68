package dev.gatehouse.audit.anchor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.audit.http.TestHttp;
import dev.gatehouse.audit.proof.Checkpoint;
import dev.gatehouse.audit.proof.SealingKey;
import dev.gatehouse.audit.s3.S3Client;
import dev.gatehouse.audit.s3.TestBucket;
import dev.gatehouse.testkit.s3.FakeS3;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class S3AnchorTest {
    private static final SealingKey KEY = SealingKey.generate();

    private final TestHttp http = new TestHttp(Duration.ofMillis(500));
    private FakeS3 store;
    private S3Anchor anchor;

    @BeforeEach
    void open() throws IOException {
        store = TestBucket.store();
        anchor = anchor();
    }

    private S3Anchor anchor() {
        return new S3Anchor(new S3Client(TestBucket.locked(store.url()), http, InstantSource.system()));
    }

    @AfterEach
    void close() {
        http.close();
        store.close();
    }

    private static String note(long size) {
        byte[] root = new byte[32];
        root[0] = (byte) size;
        Instant time = Instant.parse("2026-11-22T06:00:00Z").plusSeconds(60 * size);
        return new Checkpoint(Checkpoint.origin("0a1b", 7), size, root, time).signedBy(KEY);
    }

    @Test
    void each_checkpoint_is_an_object_under_lock_and_all_of_them_are_a_file_of_anchors() throws IOException {
        anchor.keep(note(1));
        anchor.keep(note(2));
        List<FakeS3.Stored> stored = store.stored();
        assertThat(stored)
                .extracting(FakeS3.Stored::key)
                .containsExactly(
                        "trail/of=one/0a1b/7/000000000001-2026-11-22T060100Z.txt",
                        "trail/of=one/0a1b/7/000000000002-2026-11-22T060200Z.txt");
        assertThat(stored)
                .allSatisfy(object -> assertThat(object.headers())
                        .containsEntry("x-amz-object-lock-mode", "COMPLIANCE")
                        .containsEntry("if-none-match", "*"));
        String file =
                stored.stream().map(object -> new String(object.body(), UTF_8)).reduce("", String::concat);
        assertThat(file).isEqualTo(note(1) + "\n" + note(2) + "\n");
        assertThat(Checkpoint.read(file, List.of(KEY.publicKey()))).isPresent();
        assertThat(anchor.name()).isEqualTo("s3://audit/trail/of=one");
    }

    @ParameterizedTest
    @EnumSource
    void one_that_fails_is_kept_by_the_next_try_and_is_there_once(FakeS3.Fault fault) throws IOException {
        store.fails(fault);
        assertThatThrownBy(() -> anchor.keep(note(1))).isInstanceOf(IOException.class);
        anchor.keep(note(1));
        assertThat(store.stored()).hasSize(1);
    }

    /** Whoever may write to the bucket could have put it there before. */
    @Test
    void an_object_that_somebody_else_put_there_is_no_anchor() throws IOException {
        anchor.keep(note(1));
        S3Anchor other = anchor();
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> other.keep(note(1)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("that this gateway did not put there");
        }
        other.keep(note(2));
        assertThat(store.stored()).hasSize(2);
    }
}
