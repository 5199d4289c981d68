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

/** Puts objects into a bucket. Thread-safe. */
public final class S3Client {
    private static final int PRECONDITION_FAILED = 412;
    private static final int SAID_CHARS_MAX = 300;

    private final S3Bucket bucket;
    private final SigV4 signer;
    private final HttpSender http;
    private final InstantSource wall;

    public S3Client(S3Bucket bucket, HttpSender http, InstantSource wall) {
        this.bucket = bucket;
        this.http = http;
        this.wall = wall;
        this.signer =
                new SigV4(bucket.credentials().accessKey(), bucket.credentials().secretKey(), bucket.region(), "s3");
    }

    public S3Bucket bucket() {
        return bucket;
    }

    public S3Answer put(S3Object object) {
        URI url = bucket.url(object.key());
        try {
            return answer(http.send("PUT", url, headers(url, object), object.body()));
        } catch (IOException e) {
            return new S3Answer.Failed(String.valueOf(e.getMessage()), Optional.empty());
        }
    }

    /** All of them signed. Of these the client sets {@code Host} itself, to the same. */
    private Map<String, String> headers(URI url, S3Object object) {
        Instant now = wall.instant();
        byte[] sha256 = Sha256.of(object.body());
        String hex = HexFormat.of().formatHex(sha256);
        SortedMap<String, String> signed = new TreeMap<>();
        signed.put("host", url.getRawAuthority());
        signed.put("content-type", object.type());
        object.encoding().ifPresent(encoding -> signed.put("content-encoding", encoding));
        if (object.existing() == S3Object.Existing.KEEP) {
            signed.put("if-none-match", "*");
        }
        signed.put("x-amz-date", SigV4.TIME.format(now));
        signed.put("x-amz-content-sha256", hex);
        // Asked for by buckets with Object Lock, and good for the others.
        signed.put("x-amz-checksum-sha256", Base64.getEncoder().encodeToString(sha256));
        signed.putAll(wishes(now));
        Map<String, String> headers = new HashMap<>(signed);
        headers.remove("host");
        headers.put("authorization", signer.authorization("PUT", url, signed, hex, now));
        return headers;
    }

    private Map<String, String> wishes(Instant now) {
        Map<String, String> wishes = new HashMap<>();
        bucket.credentials().sessionToken().ifPresent(token -> wishes.put("x-amz-security-token", token.value()));
        bucket.lock().ifPresent(lock -> {
            wishes.put("x-amz-object-lock-mode", lock.mode().name());
            Instant until = now.plus(Duration.ofDays(lock.days())).truncatedTo(ChronoUnit.SECONDS);
            wishes.put("x-amz-object-lock-retain-until-date", until.toString());
        });
        bucket.encryption().ifPresent(encryption -> {
            wishes.put("x-amz-server-side-encryption", encryption.kind().word);
            encryption.kmsKey().ifPresent(key -> wishes.put("x-amz-server-side-encryption-aws-kms-key-id", key));
        });
        return wishes;
    }

    private static S3Answer answer(HttpReply reply) {
        if (reply.isOk()) {
            return new S3Answer.Stored();
        }
        return reply.status() == PRECONDITION_FAILED
                ? new S3Answer.Exists()
                : new S3Answer.Failed(said(reply), reply.after());
    }

    /** Of its document the code and the message alone: what was signed stands there too, a session token in it. */
    private static String said(HttpReply reply) {
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

    private static Optional<String> element(String document, String name) {
        Matcher found =
                Pattern.compile("<" + name + ">([^<]{1,2000})</" + name + ">").matcher(document);
        return found.find()
                ? Optional.of(found.group(1).replaceAll("\\p{Cntrl}+", " ").strip())
                        .map(text -> text.substring(0, Math.min(text.length(), SAID_CHARS_MAX)))
                : Optional.empty();
    }
}
