package dev.gatehouse.audit.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.audit.http.HttpReply;
import dev.gatehouse.audit.http.HttpSender;
import dev.gatehouse.core.digest.Sha256;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Requests to a bucket, signed. Thread-safe. */
final class S3Requests {
    /** Asked for by buckets with Object Lock, and good for the others. */
    static final String CHECKSUM = "x-amz-checksum-sha256";

    private static final int SAID_CHARS_MAX = 300;

    private final S3Bucket bucket;
    private final SigV4 signer;
    private final HttpSender http;
    private final InstantSource wall;

    S3Requests(S3Bucket bucket, HttpSender http, InstantSource wall) {
        this.bucket = bucket;
        this.http = http;
        this.wall = wall;
        this.signer =
                new SigV4(bucket.credentials().accessKey(), bucket.credentials().secretKey(), bucket.region(), "s3");
    }

    S3Bucket bucket() {
        return bucket;
    }

    /** All headers are signed. Of these the client sets {@code Host} itself, to the same. */
    HttpReply send(String method, URI url, Map<String, String> headers, byte[] body) throws IOException {
        Instant now = wall.instant();
        String hex = HexFormat.of().formatHex(Sha256.of(body));
        SortedMap<String, String> signed = new TreeMap<>(headers);
        signed.put("host", url.getRawAuthority());
        signed.put("x-amz-date", SigV4.TIME.format(now));
        signed.put("x-amz-content-sha256", hex);
        bucket.credentials().sessionToken().ifPresent(token -> signed.put("x-amz-security-token", token.value()));
        Map<String, String> sent = new HashMap<>(signed);
        sent.remove("host");
        sent.put("authorization", signer.authorization(method, url, signed, hex, now));
        return http.send(method, url, sent, body);
    }

    static String checksum(byte[] body) {
        return Base64.getEncoder().encodeToString(Sha256.of(body));
    }

    /** What an object is and how it shall be kept: said once for each, by whoever begins it. */
    Map<String, String> wishes(String type, Optional<String> encoding) {
        Map<String, String> wishes = new HashMap<>();
        wishes.put("content-type", type);
        encoding.ifPresent(word -> wishes.put("content-encoding", word));
        bucket.lock().ifPresent(lock -> {
            wishes.put("x-amz-object-lock-mode", lock.mode().name());
            Instant until = wall.instant().plus(Duration.ofDays(lock.days())).truncatedTo(ChronoUnit.SECONDS);
            wishes.put("x-amz-object-lock-retain-until-date", until.toString());
        });
        bucket.encryption().ifPresent(encryption -> {
            wishes.put("x-amz-server-side-encryption", encryption.kind().word);
            encryption.kmsKey().ifPresent(key -> wishes.put("x-amz-server-side-encryption-aws-kms-key-id", key));
        });
        return wishes;
    }

    /** Of its document the code and the message alone: what was signed stands there too, a session token in it. */
    static String said(HttpReply reply) {
        String document = new String(reply.body(), UTF_8);
        String code = element(document, "Code").orElse("");
        String told = code.isEmpty()
                ? ""
                : " " + code
                        + element(document, "Message")
                                .map(message -> ": " + message)
                                .orElse("");
        String remedy = element(document, "Region")
                .or(() -> element(document, "Endpoint"))
                .map(right -> " (the bucket is at " + right + ")")
                .orElse(code.equals("RequestTimeTooSkewed") ? " (see to the clock of this machine)" : "");
        return "it answered " + reply.status() + told + remedy;
    }

    static Optional<String> element(String document, String name) {
        Matcher found =
                Pattern.compile("<" + name + ">([^<]{1,2000})</" + name + ">").matcher(document);
        return found.find()
                ? Optional.of(found.group(1).replaceAll("\\p{Cntrl}+", " ").strip())
                        .map(text -> text.substring(0, Math.min(text.length(), SAID_CHARS_MAX)))
                : Optional.empty();
    }
}
