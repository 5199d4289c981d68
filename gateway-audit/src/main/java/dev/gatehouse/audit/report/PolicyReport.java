package dev.gatehouse.audit.report;

import dev.gatehouse.core.json.Json;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What rules did to calls and lists: counted by rule, caller, tool and detection, with the newest examples. */
final class PolicyReport {
    static final int EXAMPLES_MAX = 200;

    /** Different combinations that are counted of one kind; what is beyond them is counted together. */
    static final int COUNTED_MAX = 20_000;

    private static final String OTHERS = "(others)";

    /** The record of an outcome names its call alone, so who called is read beside it. */
    private static final String COLUMNS =
            "event.at, event.gateway_id, event.epoch, event.seq, event.type, event.call_id,"
                    + " coalesce(asked.principal_kind, event.principal_kind) AS principal_kind,"
                    + " coalesce(asked.subject, event.subject) AS subject, event.bundle,"
                    + " coalesce(asked.virtual_server, event.virtual_server) AS virtual_server,"
                    + " coalesce(asked.tool, event.tool) AS tool, event.decision, event.body";

    private static final String FROM = """
            audit.event LEFT JOIN LATERAL (
                SELECT began.principal_kind, began.subject, began.virtual_server, began.tool FROM audit.event began
                WHERE event.type = 'call_completed' AND began.type = 'call_attempted' AND began.call_id = event.call_id
                  AND began.round = event.round AND began.gateway_id = event.gateway_id
                  AND began.at <= event.at AND began.at > event.at - interval '1 day' LIMIT 1) asked ON true
            WHERE event.type IN ('call_attempted', 'call_completed', 'call_refused', 'listed')
              AND event.reasons IS NOT NULL""";

    private static final Comparator<Example> OLDEST_FIRST = Comparator.comparing((Example example) -> example.row.at())
            .thenComparing(example -> example.row.gateway())
            .thenComparing(example -> example.row.position())
            .thenComparingInt(example -> example.number);

    private final Map<List<String>, Long> rules = new TreeMap<>(PolicyReport::compare);
    private final Map<List<String>, Long> callers = new TreeMap<>(PolicyReport::compare);
    private final Map<List<String>, Long> tools = new TreeMap<>(PolicyReport::compare);
    private final Map<List<String>, Long> detections = new TreeMap<>(PolicyReport::compare);
    private final Map<List<String>, Long> refusals = new TreeMap<>(PolicyReport::compare);
    private final PriorityQueue<Example> examples = new PriorityQueue<>(OLDEST_FIRST);

    private record Example(TrailRow row, int number, String rule, String decision, String reason) {}

    static List<Section> of(TrailRows rows) throws SQLException {
        PolicyReport report = new PolicyReport();
        rows.inAnyOrder(COLUMNS, FROM, row -> {
            report.take(row);
            return true;
        });
        return report.sections();
    }

    private void take(TrailRow row) {
        String bundle = row.bundle().orElse("");
        if (row.type().equals("call_refused")) {
            count(refusals, 1, row.decision().orElse(""), bundle, row.said("reason"));
        }
        int number = 0;
        for (Json finding : row.body().member("findings").map(Json::elements).orElse(List.of())) {
            String rule = finding.text("stage").orElse("");
            String decision = finding.text("decision").orElse("");
            count(rules, 1, rule, decision, bundle);
            count(callers, 1, row.caller().orElse(""), decision);
            count(tools, 1, row.server().orElse(""), row.tool().orElse(""), decision);
            detections(finding, rule, decision);
            keep(new Example(
                    row, number++, rule, decision, finding.text("reason").orElse("")));
        }
    }

    private void detections(Json finding, String rule, String decision) {
        for (Json detection : finding.member("detections").map(Json::elements).orElse(List.of())) {
            count(detections, 1, detection.text("type").orElse(""), rule, decision);
        }
    }

    private static void count(Map<List<String>, Long> counts, long by, String... of) {
        List<String> key = List.of(of);
        boolean isNew = counts.size() >= COUNTED_MAX && !counts.containsKey(key);
        counts.merge(isNew ? Stream.of(of).map(_ -> OTHERS).toList() : key, by, Long::sum);
    }

    private void keep(Example example) {
        examples.add(example);
        if (examples.size() > EXAMPLES_MAX) {
            examples.remove();
        }
    }

    private static int compare(List<String> one, List<String> other) {
        for (int i = 0; i < one.size(); i++) {
            int by = one.get(i).compareTo(other.get(i));
            if (by != 0) {
                return by;
            }
        }
        return 0;
    }

    private List<Section> sections() {
        return List.of(
                table(
                        rules,
                        section(
                                "rules",
                                "By rule",
                                "What each rule decided otherwise than to let pass, in calls, results and lists; would_… is a rule on"
                                        + " trial.",
                                "rule",
                                "decision",
                                "bundle",
                                "findings")),
                table(
                        refusals,
                        section(
                                "refusals",
                                "Refused calls",
                                "Calls that were not sent, by what callers were told.",
                                "kind",
                                "bundle",
                                "reason",
                                "calls")),
                table(
                        callers,
                        section(
                                "callers",
                                "By caller",
                                "The same findings by who called.",
                                "caller",
                                "decision",
                                "findings")),
                table(
                        tools,
                        section(
                                "tools",
                                "By tool",
                                "The same findings by what was called; lists name no tool.",
                                "server",
                                "tool",
                                "decision",
                                "findings")),
                table(
                        detections,
                        section(
                                "detections",
                                "Detections by type",
                                "What was seen, at most 16 places of each finding; what it was is not kept.",
                                "type",
                                "rule",
                                "decision",
                                "places")),
                newest());
    }

    private static SectionRows section(String name, String title, String about, String... columns) {
        return new SectionRows(name, title, about, Section.Basis.SEALED, columns);
    }

    private static Section table(Map<List<String>, Long> counts, SectionRows rows) {
        counts.entrySet().stream()
                .sorted(Map.Entry.<List<String>, Long>comparingByValue().reversed())
                .forEach(count ->
                        rows.add(Stream.concat(count.getKey().stream(), Stream.of(Long.toString(count.getValue())))
                                .toArray(String[]::new)));
        if (counts.size() >= COUNTED_MAX) {
            rows.cutHere();
        }
        return rows.done();
    }

    private Section newest() {
        SectionRows rows = section(
                "examples",
                "Newest findings",
                "The newest " + EXAMPLES_MAX + " of them; gatehouse audit show RECORD has the whole record.",
                "at",
                "record",
                "call",
                "rule",
                "decision",
                "caller",
                "bundle",
                "tool",
                "reason");
        examples.stream()
                .sorted(OLDEST_FIRST.reversed())
                .forEach(example -> rows.add(
                        example.row.at().toString(),
                        example.row.place(),
                        example.row.call().orElse(""),
                        example.rule,
                        example.decision,
                        example.row.caller().orElse(""),
                        example.row.bundle().orElse(""),
                        example.row.tool().orElse(""),
                        example.reason));
        return rows.done();
    }
}
