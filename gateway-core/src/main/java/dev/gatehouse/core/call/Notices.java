package dev.gatehouse.core.call;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.LogLevel;
import dev.gatehouse.core.mcp.RequestMeta;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.upstream.Notice;
import dev.gatehouse.core.upstream.Outbound;
import dev.gatehouse.core.upstream.Screen;
import java.util.Optional;

/**
 * Which notifications of a call its client hears: progress it gave a token for, as long as it grows, and log messages
 * from the level it named on. Everything else an upstream says is not this call's.
 */
final class Notices {
    private final RequestMeta meta;
    private final UpstreamId upstream;
    private final Screen screen;
    private double progress = Double.NEGATIVE_INFINITY;

    Notices(RequestMeta meta, UpstreamId upstream, Screen screen) {
        this.meta = meta;
        this.upstream = upstream;
        this.screen = screen;
    }

    /** The notice as the client may hear it; empty when it may not. */
    Optional<Notice> passed(Notice notice, Permit permit) {
        Optional<Notice> meant = switch (notice.method()) {
            case "notifications/progress" -> progress(notice);
            case "notifications/message" -> message(notice);
            default -> Optional.empty();
        };
        return meant.flatMap(told -> screened(told, permit));
    }

    /** With the client's own token, whatever token the upstream was given. */
    private Optional<Notice> progress(Notice notice) {
        Optional<Double> now = notice.params().member("progress").flatMap(Json::finite);
        if (meta.progressToken().isEmpty() || now.isEmpty() || now.get() <= progress) {
            return Optional.empty();
        }
        progress = now.get();
        Json token = meta.progressToken().get();
        return Optional.of(new Notice(notice.method(), notice.params().with("progressToken", token)));
    }

    private Optional<Notice> message(Notice notice) {
        Optional<LogLevel> level = notice.params().text("level").flatMap(LogLevel::ofWireName);
        if (meta.logLevel().isEmpty()
                || level.isEmpty()
                || level.get().compareTo(meta.logLevel().get()) < 0) {
            return Optional.empty();
        }
        String logger = notice.params()
                .text("logger")
                .map(name -> upstream + "/" + name)
                .orElse(upstream.value());
        return Optional.of(new Notice(notice.method(), notice.params().with("logger", Json.of(logger))));
    }

    private Optional<Notice> screened(Notice notice, Permit permit) {
        return screen.screen(permit, new Outbound.Noticed(notice)) instanceof Screen.Screened.Passed passed
                        && passed.outbound() instanceof Outbound.Noticed(Notice left)
                ? Optional.of(left)
                : Optional.empty();
    }
}
