package dev.gatehouse.server.channel;

import dev.gatehouse.auth.egress.OperatorHttp;
import dev.gatehouse.core.digest.HmacSha256;
import dev.gatehouse.core.identity.Confidential;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.notice.Channel;
import dev.gatehouse.core.notice.Notice;
import dev.gatehouse.server.config.ChannelConfig.Format;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Told by a post, which is signed where there is a secret.
 *
 * @param to of a message for a service that sends mail; empty otherwise
 */
record WebhookChannel(
        URI url, Format format, Optional<Confidential> secret, List<String> to, OperatorHttp http, InstantSource wall)
        implements Channel {
    private static final int OK_FIRST = 200;
    private static final int OK_LAST = 299;

    @Override
    public void tell(Notice notice) throws IOException {
        byte[] body = body(notice).toString().getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", "application/json");
        secret.ifPresent(known -> headers.putAll(HmacSha256.headers(known.value(), body, wall.instant())));
        int status = http.post(url, headers, body).status();
        if (status < OK_FIRST || status > OK_LAST) {
            throw new IOException("it answered " + status);
        }
    }

    Json body(Notice notice) {
        return switch (format) {
            case JSON -> notice.json();
            case SLACK -> Json.object().put("text", slackText(notice)).build();
            case EMAIL ->
                Json.object()
                        .put("to", Json.ofStrings(to))
                        .put("subject", notice.subject())
                        .put("text", plainText(notice))
                        .build();
        };
    }

    static String plainText(Notice notice) {
        return notice.text()
                + notice.link().map(link -> "\n\n" + link.url() + "\n").orElse("\n");
    }

    /** In Slack's markup three characters mean something (its documentation: escaping text). */
    private static String slackText(Notice notice) {
        String escaped =
                notice.text().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        return escaped
                + notice.link()
                        .map(link -> "\n<" + link.url() + "|" + link.label() + ">")
                        .orElse("");
    }
}
