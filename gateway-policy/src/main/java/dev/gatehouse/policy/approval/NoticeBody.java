package dev.gatehouse.policy.approval;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.notice.Notice;
import java.util.Optional;

/** What channels are told of a request. Never the arguments: they are for those who log in. */
final class NoticeBody {
    private NoticeBody() {}

    static Notice of(String event, ApprovalRequest request, String url) {
        return new Notice(
                "[gatehouse] " + event + ": " + request.about().summary(),
                text(event, request),
                Optional.of(new Notice.Link(url, "Request " + request.id())),
                json(event, request, url));
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

    private static String text(String event, ApprovalRequest request) {
        return switch (event) {
            case NoticeTable.ASKED ->
                request.about().summary() + " waits for an approval until " + request.expiresAt() + ".\n"
                        + request.about().reason();
            default -> request.about().summary() + " was " + event + ".";
        };
    }
}
