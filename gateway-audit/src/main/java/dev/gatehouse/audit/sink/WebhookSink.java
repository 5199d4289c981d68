package dev.gatehouse.audit.sink;

import dev.gatehouse.audit.http.HttpSender;
import dev.gatehouse.core.digest.HmacSha256;
import dev.gatehouse.core.digest.Sha256;
import dev.gatehouse.core.identity.Confidential;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Posts records to a URL; any 2xx takes them. */
public final class WebhookSink implements Sink {
    static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    /** How records stand in a body. */
    public enum Body {
        /** One JSON array. */
        ARRAY,
        /** A JSON object on each line. */
        LINES
    }

    /**
     * @param secret signs each post, as posts of approvals are signed
     * @param token a bearer token
     */
    public record Target(URI url, Body body, Optional<Confidential> secret, Optional<Confidential> token) {}

    private final Target target;
    private final HttpSender http;
    private final InstantSource wall;

    public WebhookSink(Target target, HttpSender http, InstantSource wall) {
        this.target = target;
        this.http = http;
        this.wall = wall;
    }

    @Override
    public Answer take(List<SinkRecord> records) {
        byte[] body = body(records);
        try {
            return HttpAnswers.of(http.post(target.url(), headers(body), body));
        } catch (IOException e) {
            return Answer.Later.because(String.valueOf(e.getMessage()));
        }
    }

    private byte[] body(List<SinkRecord> records) {
        boolean isArray = target.body() == Body.ARRAY;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (SinkRecord record : records) {
            if (isArray) {
                out.write(out.size() == 0 ? '[' : ',');
            }
            out.writeBytes(record.line());
            if (!isArray) {
                out.write('\n');
            }
        }
        if (isArray) {
            out.write(']');
        }
        return out.toByteArray();
    }

    /** The same body has the same key, so whoever took it can tell that it is sent again. */
    private Map<String, String> headers(byte[] body) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", target.body() == Body.ARRAY ? "application/json" : "application/x-ndjson");
        headers.put(IDEMPOTENCY_KEY, Sha256.hex(body));
        target.token().ifPresent(token -> headers.put("Authorization", "Bearer " + token.value()));
        target.secret().ifPresent(secret -> headers.putAll(HmacSha256.headers(secret.value(), body, wall.instant())));
        return headers;
    }
}
