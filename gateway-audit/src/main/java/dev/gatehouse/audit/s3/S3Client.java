package dev.gatehouse.audit.s3;

import dev.gatehouse.audit.http.HttpReply;
import dev.gatehouse.audit.http.HttpSender;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Puts objects into a bucket. Thread-safe. */
public final class S3Client {
    private static final int PRECONDITION_FAILED = 412;

    private final S3Requests requests;

    public S3Client(S3Bucket bucket, HttpSender http, InstantSource wall) {
        this.requests = new S3Requests(bucket, http, wall);
    }

    public S3Bucket bucket() {
        return requests.bucket();
    }

    public S3Answer put(S3Object object) {
        Map<String, String> headers = requests.wishes(object.type(), object.encoding());
        if (object.existing() == S3Object.Existing.KEEP) {
            headers.put("if-none-match", "*");
        }
        headers.put(S3Requests.CHECKSUM, S3Requests.checksum(object.body()));
        try {
            return answer(requests.send("PUT", bucket().url(object.key()), headers, object.body()));
        } catch (IOException e) {
            return new S3Answer.Failed(String.valueOf(e.getMessage()), Optional.empty());
        }
    }

    /**
     * Begins an object of any length, whose bytes are sent while they are written.
     *
     * @param key as in the bucket, its prefix included; one that is there is replaced
     * @param uploads where uploads under way are remembered
     */
    public S3Upload upload(String key, String type, Optional<String> encoding, S3Uploads uploads) {
        return new S3Upload(requests, key, requests.wishes(type, encoding), uploads);
    }

    /** Ends what an earlier process began to upload and did not finish; its parts would be kept, and paid for, for ever. */
    public void abort(S3Uploads uploads) throws IOException {
        for (S3Uploads.Begun begun : uploads.all()) {
            S3Upload.abort(requests, begun);
            uploads.forget(begun);
        }
    }

    private static S3Answer answer(HttpReply reply) {
        if (reply.isOk()) {
            return new S3Answer.Stored();
        }
        return reply.status() == PRECONDITION_FAILED
                ? new S3Answer.Exists()
                : new S3Answer.Failed(S3Requests.said(reply), reply.after());
    }
}
