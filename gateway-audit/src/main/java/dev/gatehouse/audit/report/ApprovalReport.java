package dev.gatehouse.audit.report;

import dev.gatehouse.core.json.Json;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What somebody had to approve: each request with those who decided it and what became of it. */
final class ApprovalReport {
    private static final String RECORDS = "event.type = 'administered' AND starts_with(event.detail, 'approval.')";

    /** A call that used an approval up says so in its intent. */
    private static final String USED = "event.type = 'call_attempted' AND event.reasons LIKE '%approval approved: %'";

    private static final Pattern BY = Pattern.compile("(standing )?approval ([^ ]+) by .*");

    /** Requests beyond this many are not told. */
    private static final int REQUESTS_MAX = 50_000;

    private final Map<String, Request> requests = new LinkedHashMap<>();
    private final Map<String, Standing> standing = new LinkedHashMap<>();
    private boolean cut;

    /** As far as the period tells. */
    private static final class Request {
        private Optional<Instant> asked = Optional.empty();
        private Optional<Instant> decided = Optional.empty();
        private String bundle = "";
        private String requester = "";
        private String what = "";
        private final List<String> decisions = new ArrayList<>();
        private String end = "";
        private final List<String> calls = new ArrayList<>();
    }

    private static final class Standing {
        private String granted = "";
        private String by = "";
        private String what = "";
        private String ended = "";
        private long uses;
    }

    static List<Section> of(TrailRows rows) throws SQLException {
        ApprovalReport report = new ApprovalReport();
        rows.inOrder(RECORDS, report::administered);
        rows.inOrder(USED, report::used);
        return report.sections();
    }

    private boolean administered(TrailRow row) {
        String action = row.said("action");
        if (action.startsWith("approval.standing.")) {
            standing(row, action);
            return true;
        }
        if (requests.size() >= REQUESTS_MAX && !requests.containsKey(row.said("object"))) {
            cut = true;
            return true;
        }
        Request request = requests.computeIfAbsent(row.said("object"), _ -> new Request());
        switch (action) {
            case "approval.asked" -> asked(request, row);
            case "approval.approve" -> decided(request, row, "approved by ");
            case "approval.deny" -> decided(request, row, "denied by ");
            case "approval.execute" -> request.end = "made by the gateway: " + ending(row.said("detail"));
            case "approval.expire" -> request.end = "expired";
            case "approval.withdraw" -> request.end = "withdrawn";
            default -> request.decisions.add(action + " at " + row.at());
        }
        return true;
    }

    private static void asked(Request request, TrailRow row) {
        Json about = row.body().member("after").orElse(Json.EMPTY_OBJECT);
        request.asked = Optional.of(row.at());
        request.bundle = about.text("bundle").orElse("");
        request.requester =
                about.text("kind").orElse("") + " " + about.text("requester").orElse("");
        request.what = row.said("detail");
    }

    private static void decided(Request request, TrailRow row, String word) {
        request.decided = Optional.of(row.at());
        request.decisions.add(word + row.said("actor") + " at " + row.at());
        if (request.what.isEmpty()) {
            request.what = row.said("detail");
        }
    }

    /** After the summary of the request, which may hold colons. */
    private static String ending(String detail) {
        return detail.substring(detail.lastIndexOf(": ") + 1).strip();
    }

    private void standing(TrailRow row, String action) {
        Standing one = standing.computeIfAbsent(row.said("object"), _ -> new Standing());
        one.what = row.said("detail");
        if (action.equals("approval.standing.grant")) {
            one.granted = row.at().toString();
            one.by = row.said("actor");
        } else {
            one.ended = "revoked by " + row.said("actor") + " at " + row.at();
        }
    }

    private boolean used(TrailRow row) {
        for (Json finding : row.body().member("findings").map(Json::elements).orElse(List.of())) {
            Matcher by = BY.matcher(finding.text("reason").orElse(""));
            boolean approves = finding.text("stage").orElse("").equals("approval")
                    && finding.text("decision").orElse("").equals("approved");
            if (approves && by.matches()) {
                use(by.group(1) != null, by.group(2), row);
            }
        }
        return true;
    }

    private void use(boolean isStanding, String id, TrailRow row) {
        if (isStanding) {
            standing.computeIfAbsent(id, _ -> new Standing()).uses++;
        } else {
            Request request = requests.computeIfAbsent(id, _ -> new Request());
            if (request.calls.size() < 2) {
                request.calls.add("call " + row.call().orElse("") + " at " + row.at());
            }
        }
    }

    private List<Section> sections() {
        SectionRows asked = new SectionRows(
                "requests",
                "Requests",
                "What is empty happened outside the period. A request was executed when a call used its approval.",
                Section.Basis.SEALED,
                "request",
                "asked",
                "requester",
                "bundle",
                "what",
                "decisions",
                "took",
                "end",
                "used by");
        requests.forEach((id, request) -> asked.add(
                id,
                request.asked.map(Instant::toString).orElse(""),
                request.requester,
                request.bundle,
                request.what,
                String.join("; ", request.decisions),
                took(request),
                request.end,
                String.join("; ", request.calls)));
        if (cut) {
            asked.cutHere();
        }
        SectionRows lasting = new SectionRows(
                "standing",
                "Standing approvals",
                "Approvals that covered all calls alike for a time; uses are those of the period.",
                Section.Basis.SEALED,
                "approval",
                "granted",
                "last by",
                "what",
                "ended",
                "uses");
        standing.forEach(
                (id, one) -> lasting.add(id, one.granted, one.by, one.what, one.ended, Long.toString(one.uses)));
        return List.of(asked.done(), lasting.done());
    }

    private static String took(Request request) {
        return request.asked
                .flatMap(from ->
                        request.decided.map(to -> Duration.between(from, to).toSeconds() + " s"))
                .orElse("");
    }
}
