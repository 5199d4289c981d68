package dev.gatehouse.policy.approval;

import dev.gatehouse.core.digest.HmacSha256;
import dev.gatehouse.core.json.Json;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** What a channel is sent. Never the arguments: they are for those who log in. */
final class NoticeBody {
    private NoticeBody() {}

    static Json of(Channel channel, String event, ApprovalRequest request, String url) {
        return switch (channel.format()) {
            case JSON -> json(event, request, url);
            case SLACK ->
                Json.object().put("text", slackText(event, request, url)).build();
            case EMAIL ->
                Json.object()
                        .put("to", Json.ofStrings(channel.to()))
                        .put("subject", subject(event, request))
                        .put("text", text(event, request) + "\n\n" + url + "\n")
                        .build();
        };
    }

    private static Json json(String event, ApprovalRequest request, String url) {
        About about = request.about();
        return Json.object()
                .put("event", "approval." + event)
                .put("id", request.id())
                .put("url", url)
                .put("kind", about.kind())
                .put("requester", about.requester())
                .putIf("owner", about.owner())
                .put("bundle", about.bundle().value())
                .put("server", about.server())
                .put("method", about.method())
                .put("name", about.name())
                .put("reason", about.reason())
                .put("askedAt", request.askedAt().toString())
                .put("expiresAt", request.expiresAt().toString())
                .build();
    }

    private static String subject(String event, ApprovalRequest request) {
        return "[gatehouse] " + event + ": " + request.about().summary();
    }

    private static String text(String event, ApprovalRequest request) {
        return switch (event) {
            case NoticeTable.ASKED ->
                request.about().summary() + " waits for an approval until " + request.expiresAt() + ".\n"
                        + request.about().reason();
            default -> request.about().summary() + " was " + event + ".";
        };
    }

    /** In Slack's markup three characters mean something (its documentation: escaping text). */
    private static String slackText(String event, ApprovalRequest request, String url) {
        String escaped =
                text(event, request).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        return escaped + "\n<" + url + "|Request " + request.id() + ">";
    }

    static Map<String, String> headers(Channel channel, byte[] body, Instant now) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", "application/json");
        channel.secret().ifPresent(secret -> headers.putAll(HmacSha256.headers(secret.value(), body, now)));
        return headers;
    }
}
