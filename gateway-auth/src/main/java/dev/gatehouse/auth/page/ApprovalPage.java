package dev.gatehouse.auth.page;

import io.jstach.jstache.JStache;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * One call that waits for somebody's yes.
 *
 * @param state in one word
 * @param outcome how the call ended, when it was not its caller that made it
 * @param arguments as they can be read, hidden characters made visible
 * @param mayDecide whether the person may, now
 * @param objection why not
 */
@JStache(path = "page/approval.mustache")
public record ApprovalPage(
        String id,
        String state,
        Optional<String> outcome,
        String kind,
        String requester,
        Optional<String> owner,
        String server,
        String name,
        String method,
        String arguments,
        String reason,
        String until,
        boolean mayDecide,
        Optional<String> objection,
        String formToken)
        implements Page {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** A moment as pages say it. */
    public static String time(Instant at) {
        return TIME.format(at);
    }

    @Override
    public String html() {
        return ApprovalPageRenderer.of().execute(this);
    }

    @Override
    public String toString() {
        return "ApprovalPage[" + id + "]";
    }
}
