package dev.gatehouse.audit.retain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.s3.S3Uploads.Begun;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadFileTest {
    private static final Begun FIRST = new Begun("keep-30/2026-10-18/a b.jsonl.gz", "up/load+1==");
    private static final Begun SECOND = new Begun("keep-30/2026-10-19/a.jsonl.gz", "2");

    @TempDir
    private Path directory;

    @Test
    void what_is_under_way_outlives_the_process_and_what_is_done_is_forgotten() throws Exception {
        Path file = directory.resolve("uploads");
        UploadFile before = new UploadFile(file);
        assertThat(before.all()).isEmpty();
        before.remember(FIRST);
        before.remember(SECOND);

        UploadFile after = new UploadFile(file);
        assertThat(after.all()).containsExactly(FIRST, SECOND);
        after.forget(FIRST);
        after.forget(FIRST);
        assertThat(new UploadFile(file).all()).containsExactly(SECOND);
    }

    @Test
    void a_line_that_is_cut_is_no_upload() throws Exception {
        Path file = Files.writeString(directory.resolve("uploads"), "2 keep-30/2026-10-19/a.jsonl.gz\ncut");
        assertThat(new UploadFile(file).all()).containsExactly(SECOND);
    }
}
