package dev.gatehouse.audit.sink;

import dev.gatehouse.audit.event.EventType;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import java.util.Optional;

/**
 * Records as events of the Open Cybersecurity Schema Framework 1.3. What the schema has no place for stays in {@code unmapped},
 * which holds the whole event; a record that says nothing of who did it, such as the outcome of a call, is a base event, found
 * by {@code metadata.correlation_uid}.
 */
final class Ocsf {
    private static final String VERSION = "1.3.0";
    private static final int OTHER = 99;
    private static final int TYPES_PER_CLASS = 100;
    private static final String UNKNOWN = "unknown";

    /** A class of events, and what happened in its terms. */
    private record Activity(int category, int classUid, String className, int id) {
        static final int API_CLASS = 6003;
        static final int AUTHENTICATION_CLASS = 3002;
        static final int ENTITY_CLASS = 3004;
        static final int LIFECYCLE_CLASS = 6002;

        static final Activity BASE = new Activity(0, 0, "Base Event", OTHER);
        static final Activity API = new Activity(6, API_CLASS, "API Activity", OTHER);
        static final Activity READ = new Activity(6, API_CLASS, "API Activity", 2);
        static final Activity LOGON = new Activity(3, AUTHENTICATION_CLASS, "Authentication", 1);
        static final Activity TICKET = new Activity(3, AUTHENTICATION_CLASS, "Authentication", 3);
        static final Activity MANAGED = new Activity(3, ENTITY_CLASS, "Entity Management", OTHER);
        static final Activity LIFECYCLE = new Activity(6, LIFECYCLE_CLASS, "Application Lifecycle", OTHER);
    }

    private enum Severity {
        INFORMATIONAL(1, "Informational"),
        LOW(2, "Low"),
        MEDIUM(3, "Medium");

        final int id;
        final String word;

        Severity(int id, String word) {
            this.id = id;
            this.word = word;
        }
    }

    private enum Status {
        UNKNOWN(0, "Unknown"),
        SUCCESS(1, "Success"),
        FAILURE(2, "Failure");

        final int id;
        final String word;

        Status(int id, String word) {
            this.id = id;
            this.word = word;
        }
    }

    private Ocsf() {}

    static Json of(TrailRecord record) {
        Optional<EventType> type = EventType.ofLabel(record.type());
        Activity activity = type.map(Ocsf::activity).orElse(Activity.BASE);
        Json body = record.body();
        Severity severity = type.map(Ocsf::severity).orElse(Severity.INFORMATIONAL);
        Status status = type.map(known -> status(known, body)).orElse(Status.UNKNOWN);
        ObjectWriter out = Json.object()
                .put("metadata", metadata(record))
                .put("time", record.at().toEpochMilli())
                .put("category_uid", activity.category())
                .put("class_uid", activity.classUid())
                .put("class_name", activity.className())
                .put("activity_id", activity.id())
                .put("activity_name", record.type())
                .put("type_uid", activity.classUid() * TYPES_PER_CLASS + activity.id())
                .put("severity_id", severity.id)
                .put("severity", severity.word)
                .put("status_id", status.id)
                .put("status", status.word)
                .putIf("status_detail", first(body, "reason", "detail", "outcome"));
        switch (activity.classUid()) {
            case Activity.API_CLASS -> api(out, body);
            case Activity.AUTHENTICATION_CLASS -> authentication(out, body);
            case Activity.ENTITY_CLASS -> managed(out, body);
            case Activity.LIFECYCLE_CLASS ->
                out.put("app", product(body.text("upstream").orElse(UNKNOWN), UNKNOWN));
            default -> {}
        }
        ObjectWriter unmapped = Json.object().put("gatehouse", body).putJsonIf("payload", record.payload());
        return out.put("unmapped", unmapped.build()).build();
    }

    private static Activity activity(EventType type) {
        return switch (type) {
            case CALL_ATTEMPTED, CALL_REFUSED -> Activity.API;
            case LISTED, LISTENING, UNSUBSCRIBED, SESSION_OPENED -> Activity.READ;
            case CALL_REJECTED, TOKEN_ACCEPTED -> Activity.LOGON;
            case TOKEN_ISSUED, TOKEN_REFUSED -> Activity.TICKET;
            case ADMINISTERED, REVISION_ACTIVATED -> Activity.MANAGED;
            case UPSTREAM_CHANGED -> Activity.LIFECYCLE;
            case CALL_COMPLETED, CALL_ABANDONED, NOT_DELIVERED, SHOWN_OUT, SESSION_ENDED -> Activity.BASE;
        };
    }

    private static Severity severity(EventType type) {
        return switch (type) {
            case CALL_REJECTED, TOKEN_REFUSED -> Severity.MEDIUM;
            case CALL_REFUSED, SHOWN_OUT -> Severity.LOW;
            default -> Severity.INFORMATIONAL;
        };
    }

    private static Status status(EventType type, Json body) {
        return switch (type) {
            case CALL_REFUSED, CALL_REJECTED, TOKEN_REFUSED, CALL_ABANDONED, NOT_DELIVERED -> Status.FAILURE;
            case CALL_COMPLETED ->
                body.text("outcome").filter("ok"::equals).isPresent() ? Status.SUCCESS : Status.FAILURE;
            case LISTED,
                    LISTENING,
                    UNSUBSCRIBED,
                    SESSION_OPENED,
                    SESSION_ENDED,
                    TOKEN_ACCEPTED,
                    TOKEN_ISSUED,
                    ADMINISTERED,
                    REVISION_ACTIVATED -> Status.SUCCESS;
            // An attempt ends with another record, and an upstream has states.
            case CALL_ATTEMPTED, UPSTREAM_CHANGED, SHOWN_OUT -> Status.UNKNOWN;
        };
    }

    private static Json metadata(TrailRecord record) {
        return Json.object()
                .put("version", VERSION)
                .put("uid", record.id())
                .putIf("correlation_uid", record.body().text("call"))
                .put("product", product("Gatehouse", "Gatehouse"))
                .put("log_name", "audit")
                .put("log_provider", record.gateway())
                .put("sequence", record.position().seq())
                .build();
    }

    private static void api(ObjectWriter out, Json body) {
        Json principal = body.member("principal").orElse(Json.EMPTY_OBJECT);
        Json target = body.member("target").orElse(Json.EMPTY_OBJECT);
        Json user = Json.object()
                .put("uid", principal.text("subject").orElse(UNKNOWN))
                .putIf("name", principal.text("name"))
                .put("type", principal.text("kind").orElse(UNKNOWN))
                .put("type_id", OTHER)
                .build();
        out.put(
                        "actor",
                        Json.object()
                                .put("user", user)
                                .putIf("app_name", principal.text("clientId"))
                                .build())
                .put(
                        "api",
                        Json.object()
                                .put("operation", body.text("method").orElse(UNKNOWN))
                                .put("service", named(body.text("server").orElse(UNKNOWN)))
                                .put(
                                        "request",
                                        Json.object()
                                                .put("uid", body.text("call").orElse(UNKNOWN))
                                                .build())
                                .build())
                .put("src_endpoint", endpoint(body))
                .put(
                        "resources",
                        Json.array()
                                .add(Json.object()
                                        .put(
                                                "name",
                                                target.text("name")
                                                        .or(() -> body.text("requested"))
                                                        .orElse(UNKNOWN))
                                        .put("type", target.text("kind").orElse(UNKNOWN))
                                        .build())
                                .build());
    }

    private static void authentication(ObjectWriter out, Json body) {
        String who = first(body, "subject", "clientId").orElse(UNKNOWN);
        out.put("user", Json.object().put("uid", who).build())
                .put("service", named(first(body, "server", "audience").orElse(UNKNOWN)))
                .put("src_endpoint", endpoint(body));
        body.member("count").map(Json::integer).ifPresent(count -> out.putIf("count", count));
    }

    private static void managed(ObjectWriter out, Json body) {
        String actor = first(body, "actor", "source").orElse(UNKNOWN);
        out.put(
                        "actor",
                        Json.object()
                                .put("user", Json.object().put("name", actor).build())
                                .build())
                .put("entity", named(first(body, "object", "revision").orElse(UNKNOWN)))
                .putIf("comment", body.text("action"));
    }

    private static Json named(String name) {
        return Json.object().put("name", name).build();
    }

    private static Json product(String name, String vendor) {
        return Json.object().put("name", name).put("vendor_name", vendor).build();
    }

    private static Json endpoint(Json body) {
        return Json.object().put("ip", body.text("peer").orElse(UNKNOWN)).build();
    }

    private static Optional<String> first(Json body, String... names) {
        for (String name : names) {
            Optional<String> text = body.text(name).filter(found -> !found.isEmpty());
            if (text.isPresent()) {
                return text;
            }
        }
        return Optional.empty();
    }
}
