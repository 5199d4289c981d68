package dev.gatehouse.audit.retain;

import dev.gatehouse.audit.s3.S3Client;
import dev.gatehouse.audit.s3.S3Upload;
import dev.gatehouse.audit.s3.S3Uploads;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A bucket that takes archives while they are written: no disk of ours has to hold them. */
public final class ArchiveBucket implements ArchivePlace {
    private static final Logger LOG = LoggerFactory.getLogger(ArchiveBucket.class);

    private final S3Client s3;
    private final S3Uploads uploads;

    /** @param uploads where uploads under way outlive this process */
    public ArchiveBucket(S3Client s3, S3Uploads uploads) {
        this.s3 = s3;
        this.uploads = uploads;
    }

    @Override
    public Draft begin(String name) {
        endOthers();
        String key = s3.bucket().key(name);
        // The file is compressed as such; with an encoding, clients would take that off on the way.
        return new ObjectDraft(
                s3.upload(key, "application/gzip", Optional.empty(), uploads),
                s3.bucket().uri(key));
    }

    /** What stays of them costs money and shows nowhere: that is no reason to archive nothing. */
    private void endOthers() {
        try {
            s3.abort(uploads);
        } catch (IOException e) {
            LOG.warn(
                    "an upload that was left half done at {} cannot be ended: {}",
                    s3.bucket().name(),
                    e.getMessage());
        }
    }

    private record ObjectDraft(S3Upload upload, String uri) implements Draft {
        @Override
        public OutputStream out() {
            return upload;
        }

        @Override
        public String keep() throws IOException {
            upload.finish();
            return uri;
        }

        @Override
        public void close() {
            upload.close();
        }
    }
}
