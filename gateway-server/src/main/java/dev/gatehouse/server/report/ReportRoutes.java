package dev.gatehouse.server.report;

import static dev.gatehouse.auth.admin.AdminRoute.route;

import dev.gatehouse.audit.report.Control;
import dev.gatehouse.audit.report.Coverage;
import dev.gatehouse.audit.report.IntegrityReport;
import dev.gatehouse.audit.report.ReportName;
import dev.gatehouse.audit.report.ReportQuestion;
import dev.gatehouse.audit.report.Section;
import dev.gatehouse.audit.report.TrailReport;
import dev.gatehouse.audit.report.TrailReports;
import dev.gatehouse.audit.search.Reading;
import dev.gatehouse.audit.table.SqlFailure;
import dev.gatehouse.auth.admin.AdminRoute;
import dev.gatehouse.auth.admin.Asked;
import dev.gatehouse.auth.admin.Problem;
import dev.gatehouse.auth.admin.Reach;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint.Method;
import dev.gatehouse.server.trail.TrailAccess;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Reports in the admin API. Who sees some bundles gets the reports of those; what belongs to no bundle is for those who see
 * everything. That one was made is on the trail before it is given out.
 */
public final class ReportRoutes {
    private static final String PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'";

    private final RecordedChange.Place place;
    private final Supplier<String> revision;
    private final TrailReports reports;
    private final TrailAccess access;
    /** A report is held in memory while it is made, and reads much. */
    private final Semaphore turn = new Semaphore(1);

    /**
     * @param place where the trail is read, and where it is told who reads
     * @param revision the id of the one in force
     * @param keys the file of public keys that the trail is verified with
     * @param anchors files of checkpoints, as the configuration names them
     */
    public ReportRoutes(RecordedChange.Place place, Supplier<String> revision, Path keys, List<Path> anchors) {
        this.place = place;
        this.revision = revision;
        this.reports =
                new TrailReports(new Reading(place.database()), new IntegrityReport(place.database(), keys, anchors));
        this.access = new TrailAccess(place.journal(), place.clocks());
    }

    public List<AdminRoute> routes() {
        return List.of(route(
                        Method.GET,
                        "/audit/reports/{name}",
                        Reach.WATCHERS,
                        "Makes a report for an auditor: access-review, policy, approvals, changes, retention or integrity.")
                .parameter("from", "What happened not before: 2026-11-21T00:00:00Z; 30 days before `to` when left out.")
                .parameter("to", "What happened before; now when left out.")
                .parameter("asOf", "For the access review: as it stood then; `to` when left out.")
                .parameter("bundle", "For access review and policy: only of these, with commas between.")
                .parameter(
                        "through",
                        "As far as these blocks, as a report says it: GATEWAY/EPOCH/SEQ, with commas between.")
                .parameter("format", "html, csv or json; json when left out.")
                .answers(ReportView.class)
                .by(this::report));
    }

    private Answer report(Asked asked) throws SQLException, AuditUnavailableException {
        return switch (ReportAsking.read(asked, place.clocks().now())) {
            case ReportAsking.Outcome.Wrong(Problem problem) -> problem.answer();
            case ReportAsking.Outcome.Good(ReportAsking.Wanted wanted)
            when !wanted.question().name().isOfBundles() && !asked.by().roles().seeEverything() ->
                Problem.forbidden(
                                "this report tells of what belongs to no bundle",
                                "Ask an owner for role auditor, or for access-review and policy of your bundles.")
                        .answer();
            case ReportAsking.Outcome.Good(ReportAsking.Wanted wanted) -> inTurn(asked, wanted);
        };
    }

    private Answer inTurn(Asked asked, ReportAsking.Wanted wanted) throws SQLException, AuditUnavailableException {
        if (!turn.tryAcquire()) {
            return Problem.conflict("another report is being made", "Ask again when that is done.")
                    .answer();
        }
        try {
            return made(asked, wanted);
        } catch (SQLException e) {
            if (SqlFailure.isTimeout(e)) {
                return Problem.unacceptable(List.of("it took too long: ask for a shorter period"))
                        .answer();
            }
            throw e;
        } catch (IOException e) {
            return Problem.conflict("the trail cannot be verified: " + e.getMessage(), "See that audit.pub is there.")
                    .answer();
        } finally {
            turn.release();
        }
    }

    private Answer made(Asked asked, ReportAsking.Wanted wanted)
            throws SQLException, AuditUnavailableException, IOException {
        Optional<Coverage> coverage = reports.coverage(wanted.question());
        if (coverage.isEmpty()) {
            return Problem.malformed("?through", "no block of this database ends there")
                    .answer();
        }
        Instant now = place.clocks().now();
        TrailReport report = reports.make(wanted.question(), coverage.get(), now);
        String query = ReportQuery.text(wanted, report.coverage());
        access.recordDurably(asked.by(), "audit.report", query, "sha256:" + report.sha256());
        ReportView view = view(asked, wanted.question(), report, query, now);
        return answer(wanted, view);
    }

    private static Answer answer(ReportAsking.Wanted wanted, ReportView view) {
        String file = "gatehouse-" + wanted.question().name().label() + "."
                + wanted.format().word();
        Answer answer = switch (wanted.format()) {
            case JSON -> AdminRoute.ok(view);
            case CSV -> Answer.of(200, "text/csv; charset=utf-8; header=absent", CsvText.of(view));
            case HTML -> Answer.html(200, new ReportPage(view).html()).with("Content-Security-Policy", PAGE_POLICY);
        };
        return wanted.format() == ReportAsking.Format.JSON
                ? answer
                : answer.with("Cache-Control", "no-store")
                        .with("Content-Disposition", "attachment; filename=\"" + file + "\"");
    }

    private ReportView view(Asked asked, ReportQuestion question, TrailReport report, String query, Instant now) {
        boolean isOfState = question.name() == ReportName.ACCESS_REVIEW;
        boolean isOfPeriod = !isOfState && !question.whole();
        return new ReportView(
                question.name().label(),
                question.name().title(),
                now,
                asked.by().actor(),
                query,
                Optional.of(question.period().from()).filter(_ -> isOfPeriod),
                Optional.of(question.period().to()).filter(_ -> isOfPeriod),
                Optional.of(question.asOf()).filter(_ -> isOfState),
                revision.get(),
                report.coverage().inOrder().stream()
                        .map(one -> new ReportView.BlockView(
                                one.gateway(),
                                one.last().epoch(),
                                one.last().seq(),
                                one.chain(),
                                one.block(),
                                one.sha256(),
                                one.at()))
                        .toList(),
                report.sha256(),
                Control.of(question.name()).stream()
                        .map(one -> new ReportView.ControlView(one.framework(), one.id(), one.evidence()))
                        .toList(),
                report.sections().stream().map(ReportRoutes::view).toList());
    }

    private static ReportView.SectionView view(Section section) {
        return new ReportView.SectionView(
                section.name(),
                section.title(),
                section.about(),
                section.basis() == Section.Basis.SEALED ? ReportView.BasisWord.SEALED : ReportView.BasisWord.NOW,
                section.columns(),
                section.rows().stream().map(ReportView.RowView::new).toList(),
                section.cut());
    }
}
