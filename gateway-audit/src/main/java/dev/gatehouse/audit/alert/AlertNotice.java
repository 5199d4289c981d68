package dev.gatehouse.audit.alert;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.notice.Notice;
import java.time.Instant;
import java.util.Optional;

/** What is told of an alert, and how it is kept until it was. */
final class AlertNotice {
    private AlertNotice() {}

    /** @param gateway which one tells it */
    static Notice of(Alert alert, Standing.News news, String gateway) {
        return new Notice(
                "[gatehouse] " + alert.severity().word() + ": " + alert.rule()
                        + (alert.key().isEmpty() ? "" : " (" + Phrase.plain(alert.key()) + ")")
                        + (news == Standing.News.RAISED ? "" : ", " + phrase(news)),
                text(alert, news),
                Optional.empty(),
                json(alert, news, gateway));
    }

    private static String phrase(Standing.News news) {
        return switch (news) {
            case REPEATED -> "goes on";
            case OVER -> "over";
            case RAISED, NONE -> "";
        };
    }

    private static String text(Alert alert, Standing.News news) {
        String what = alert.rule() + (alert.key().isEmpty() ? "" : ", " + Phrase.plain(alert.key())) + ": ";
        String since = "Seen " + alert.times() + " times since " + alert.raisedAt() + ".";
        return switch (news) {
            case RAISED, NONE -> what + alert.text();
            case REPEATED -> what + alert.text() + "\nIt goes on. " + since;
            case OVER -> what + "not seen since " + alert.seenAt() + ". " + since;
        };
    }

    private static Json json(Alert alert, Standing.News news, String gateway) {
        return Json.object()
                .put("event", "alert." + news.word())
                .put("id", alert.id())
                .put("rule", alert.rule())
                .put("key", alert.key())
                .put("severity", alert.severity().word())
                .put("text", alert.text())
                .put("times", alert.times())
                .put("raisedAt", alert.raisedAt().toString())
                .put("seenAt", alert.seenAt().toString())
                .put("gateway", gateway)
                .build();
    }

    /** For whoever tries whether a channel works. */
    static Notice test(String channel, String gateway, Instant now) {
        String text = "This is a test of the channel " + channel + " of gateway " + gateway + ". Nothing is wrong.";
        return new Notice(
                "[gatehouse] test of channel " + channel,
                text,
                Optional.empty(),
                Json.object()
                        .put("event", "alert.test")
                        .put("channel", channel)
                        .put("gateway", gateway)
                        .put("text", text)
                        .put("at", now.toString())
                        .build());
    }

    static String kept(Notice notice) {
        return Json.object()
                .put("subject", notice.subject())
                .put("text", notice.text())
                .put("json", notice.json())
                .build()
                .toString();
    }

    /** One that cannot be read must not keep the others from being told. */
    static Notice read(String kept) {
        Json json;
        try {
            json = Json.read(kept);
        } catch (JsonSyntaxException e) {
            json = Json.EMPTY_OBJECT;
        }
        return new Notice(
                json.text("subject").orElse("[gatehouse] an alert"),
                json.text("text").orElse("What it says cannot be read: see `gatehouse audit alerts list`."),
                Optional.empty(),
                json.member("json").orElse(Json.EMPTY_OBJECT));
    }
}
