package dev.gatehouse.audit.report;

import dev.gatehouse.core.json.Json;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What was administered, and who asked the trail for what. */
final class ChangeReport {
    private static final String RECORDS = "event.type IN ('administered', 'revision_activated')";

    private final SectionRows changes = new SectionRows(
            "changes",
            "Changes",
            "Each record of a change, in the order of their times. Without a before it is new, without an after it is gone.",
            Section.Basis.SEALED,
            "at",
            "actor",
            "action",
            "object",
            "detail",
            "before",
            "after",
            "record");
    private final Map<Asking, Long> questions = new TreeMap<>();

    private record Asking(String actor, String action) implements Comparable<Asking> {
        @Override
        public int compareTo(Asking other) {
            int byActor = actor.compareTo(other.actor);
            return byActor != 0 ? byActor : action.compareTo(other.action);
        }
    }

    static List<Section> of(TrailRows rows) throws SQLException {
        ChangeReport report = new ChangeReport();
        rows.inOrder(RECORDS, report::take);
        return report.sections();
    }

    private boolean take(TrailRow row) {
        if (row.type().equals("revision_activated")) {
            revision(row);
            return true;
        }
        if (isQuestion(row.said("action"))) {
            questions.merge(new Asking(row.said("actor"), row.said("action")), 1L, Long::sum);
            return true;
        }
        changes.add(
                row.at().toString(),
                row.said("actor"),
                row.said("action"),
                row.said("object"),
                row.said("detail"),
                text(row.body(), "before"),
                text(row.body(), "after"),
                row.place());
        return true;
    }

    private void revision(TrailRow row) {
        String paths = row.body().member("changed").map(Json::elements).orElse(List.of()).stream()
                .flatMap(path -> path.string().stream())
                .collect(Collectors.joining(", "));
        changes.add(
                row.at().toString(),
                row.said("source"),
                "revision_activated",
                row.said("revision"),
                paths.isEmpty() ? "" : "changed: " + paths,
                row.said("previous"),
                row.said("revision"),
                row.place());
    }

    /** Whoever reads changes nothing. */
    static boolean isQuestion(String action) {
        return switch (action) {
            case "audit.search", "audit.show", "audit.tail", "audit.usage", "audit.payload", "audit.report" -> true;
            default -> false;
        };
    }

    private static String text(Json body, String member) {
        return body.member(member).map(Json::toString).orElse("");
    }

    private List<Section> sections() {
        SectionRows asked = new SectionRows(
                "questions",
                "Questions to the trail",
                "Who read how often what of the audit trail; audit.payload is the reading of arguments and results.",
                Section.Basis.SEALED,
                "actor",
                "action",
                "records");
        questions.forEach((who, count) -> asked.add(who.actor(), who.action(), Long.toString(count)));
        return List.of(changes.done(), asked.done());
    }
}
