package dev.gatehouse.audit.report;

import dev.gatehouse.audit.search.Reading;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Makes reports, each in a transaction that can only read and whose statements have an end. */
public final class TrailReports {
    /** For one statement. */
    public static final Duration STATEMENT_MAX = Duration.ofSeconds(50);

    private final Reading reading;
    private final IntegrityReport integrity;

    public TrailReports(Reading reading, IntegrityReport integrity) {
        this.reading = reading;
        this.integrity = integrity;
    }

    /**
     * As far as a report would go.
     *
     * @return empty when one of the places that were asked for is not the end of a block
     */
    public Optional<Coverage> coverage(ReportQuestion question) throws SQLException {
        return reading.run(
                STATEMENT_MAX,
                connection -> question.through().isPresent()
                        ? Coverage.of(connection, question.through().get())
                        : Optional.of(Coverage.newest(connection)));
    }

    /**
     * @param coverage what {@link #coverage} said
     * @throws IOException when the keys that verify cannot be read
     */
    public TrailReport make(ReportQuestion question, Coverage coverage, Instant now) throws SQLException, IOException {
        List<Section> sections = question.name() == ReportName.INTEGRITY
                ? integrity(question, coverage, now)
                : reading.run(STATEMENT_MAX, connection -> sections(connection, question, coverage));
        return new TrailReport(coverage, sections, RowDigest.of(sections));
    }

    private List<Section> integrity(ReportQuestion question, Coverage coverage, Instant now) throws IOException {
        return question.whole() ? integrity.whole(now) : integrity.of(question.period(), coverage, now);
    }

    private static List<Section> sections(Connection connection, ReportQuestion question, Coverage coverage)
            throws SQLException {
        TrailRows rows = new TrailRows(connection, question.period(), coverage, question.sight());
        return switch (question.name()) {
            case ACCESS_REVIEW -> AccessReport.of(connection, question.asOf(), question.sight());
            case POLICY -> PolicyReport.of(rows);
            case APPROVALS -> ApprovalReport.of(rows);
            case CHANGES -> ChangeReport.of(rows);
            case RETENTION -> RetentionReport.of(connection, question.period(), rows);
            case INTEGRITY -> List.of();
        };
    }
}
