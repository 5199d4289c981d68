package dev.gatehouse.audit.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.audit.http.HttpReply;
import dev.gatehouse.core.digest.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One object under way: what is written goes in parts of 8 MiB, each with its checksum, and the object is there whole or not at
 * all. A short one is put in one request. Closed before {@link #finish} it leaves nothing behind. Not thread-safe.
 */
public final class S3Upload extends OutputStream {
    /** Above the 5 MiB that stores ask for at least; one part is in memory at a time. */
    static final int PART_BYTES = 8 << 20;

    /** As many as stores take. */
    private static final int PARTS_MAX = 10_000;

    private static final int TRIES_MAX = 4;
    private static final Duration PAUSE_FIRST = Duration.ofMillis(500);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(30);
    private static final int NO_ANSWER = 0;
    private static final int NOT_FOUND = 404;
    private static final int SERVER_FAULT = 500;
    private static final int TOO_MANY = 429;
    private static final Logger LOG = LoggerFactory.getLogger(S3Upload.class);

    private final S3Requests requests;
    private final String key;
    private final Map<String, String> wishes;
    private final S3Uploads uploads;
    private final List<Part> parts = new ArrayList<>();
    private final ByteArrayOutputStream part = new ByteArrayOutputStream();
    private S3Uploads.@Nullable Begun begun;
    private boolean finished;

    private record Part(String etag, String checksum) {}

    S3Upload(S3Requests requests, String key, Map<String, String> wishes, S3Uploads uploads) {
        this.requests = requests;
        this.key = key;
        this.wishes = wishes;
        this.uploads = uploads;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int from = offset;
        int left = length;
        while (left > 0) {
            int fits = Math.min(left, PART_BYTES - part.size());
            part.write(bytes, from, fits);
            from += fits;
            left -= fits;
            if (part.size() == PART_BYTES) {
                sendPart();
            }
        }
    }

    /** The store has all of it and says so when this returns. */
    public void finish() throws IOException {
        if (begun == null) {
            byte[] body = part.toByteArray();
            Map<String, String> headers = new HashMap<>(wishes);
            headers.put(S3Requests.CHECKSUM, S3Requests.checksum(body));
            send("PUT", requests.bucket().url(key), headers, body);
        } else {
            if (part.size() > 0) {
                sendPart();
            }
            complete(begun);
            uploads.forget(begun);
        }
        finished = true;
    }

    @Override
    public void close() {
        if (finished || begun == null) {
            return;
        }
        try {
            abort(requests, begun);
            uploads.forget(begun);
        } catch (IOException e) {
            LOG.warn(
                    "an upload to {} could not be ended, the next one tries again: {}",
                    requests.bucket().uri(key),
                    e.getMessage());
        }
        finished = true;
    }

    static void abort(S3Requests requests, S3Uploads.Begun begun) throws IOException {
        HttpReply reply = requests.send("DELETE", url(requests, begun, ""), Map.of(), new byte[0]);
        if (!reply.isOk() && reply.status() != NOT_FOUND) {
            throw new IOException(S3Requests.said(reply));
        }
    }

    private void sendPart() throws IOException {
        S3Uploads.Begun upload = begun == null ? begin() : begun;
        begun = upload;
        if (parts.size() == PARTS_MAX) {
            throw new IOException("it is longer than " + PARTS_MAX + " parts of " + PART_BYTES + " bytes");
        }
        byte[] body = part.toByteArray();
        part.reset();
        String checksum = S3Requests.checksum(body);
        URI url = url(requests, upload, "partNumber=" + (parts.size() + 1) + "&");
        HttpReply reply = send("PUT", url, Map.of(S3Requests.CHECKSUM, checksum), body);
        parts.add(new Part(
                reply.etag().orElseThrow(() -> new IOException("it answered to a part without an ETag")), checksum));
    }

    private S3Uploads.Begun begin() throws IOException {
        Map<String, String> headers = new HashMap<>(wishes);
        headers.put("x-amz-checksum-algorithm", "SHA256");
        URI url = URI.create(requests.bucket().url(key) + "?uploads=");
        HttpReply reply = send("POST", url, headers, new byte[0]);
        String id = S3Requests.element(new String(reply.body(), UTF_8), "UploadId")
                .orElseThrow(() -> new IOException("it began an upload without an id"));
        S3Uploads.Begun upload = new S3Uploads.Begun(key, id);
        uploads.remember(upload);
        return upload;
    }

    /** A store may say that it is all right before it knows, and say otherwise below. */
    private void complete(S3Uploads.Begun upload) throws IOException {
        StringBuilder document = new StringBuilder("<CompleteMultipartUpload>");
        ByteArrayOutputStream checksums = new ByteArrayOutputStream();
        for (int i = 0; i < parts.size(); i++) {
            checksums.writeBytes(Base64.getDecoder().decode(parts.get(i).checksum()));
            document.append("<Part><PartNumber>")
                    .append(i + 1)
                    .append("</PartNumber><ETag>")
                    .append(escaped(parts.get(i).etag()))
                    .append("</ETag><ChecksumSHA256>")
                    .append(parts.get(i).checksum())
                    .append("</ChecksumSHA256></Part>");
        }
        document.append("</CompleteMultipartUpload>");
        HttpReply reply = send(
                "POST",
                url(requests, upload, ""),
                Map.of("content-type", "application/xml"),
                document.toString().getBytes(UTF_8));
        String said = new String(reply.body(), UTF_8);
        if (!said.contains("CompleteMultipartUploadResult")) {
            throw new IOException(S3Requests.said(reply));
        }
        String whole = Base64.getEncoder().encodeToString(Sha256.of(checksums.toByteArray())) + "-" + parts.size();
        Optional<String> told = S3Requests.element(said, "ChecksumSHA256");
        if (told.isPresent() && !told.get().equals(whole)) {
            throw new IOException("it says to have " + told.get() + " (expected: " + whole + ")");
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }

    /** @param before other parameters, whose names come first in the alphabet, each with an ampersand behind it */
    private static URI url(S3Requests requests, S3Uploads.Begun upload, String before) {
        return URI.create(requests.bucket().url(upload.key()) + "?" + before + "uploadId="
                + SigV4.encodedPath(upload.id()).replace("/", "%2F"));
    }

    /** Tried again where that may help: of one part among hundreds some fail. */
    private HttpReply send(String method, URI url, Map<String, String> headers, byte[] body) throws IOException {
        Duration pause = PAUSE_FIRST;
        for (int tries = 1; ; tries++) {
            HttpReply reply = attempt(method, url, headers, body);
            if (reply.isOk()) {
                return reply;
            }
            if (tries == TRIES_MAX || !mayBeOtherwise(reply)) {
                throw new IOException(
                        reply.status() == NO_ANSWER ? new String(reply.body(), UTF_8) : S3Requests.said(reply));
            }
            Duration wait = reply.after().orElse(pause);
            LockSupport.parkNanos((wait.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : wait).toNanos());
            pause = pause.multipliedBy(2);
        }
    }

    private HttpReply attempt(String method, URI url, Map<String, String> headers, byte[] body) {
        try {
            return requests.send(method, url, headers, body);
        } catch (IOException e) {
            return new HttpReply(NO_ANSWER, String.valueOf(e.getMessage()).getBytes(UTF_8), Optional.empty());
        }
    }

    private static boolean mayBeOtherwise(HttpReply reply) {
        return reply.status() == NO_ANSWER || reply.status() == TOO_MANY || reply.status() >= SERVER_FAULT;
    }
}
