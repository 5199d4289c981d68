package dev.gatehouse.auth.scim;

import dev.gatehouse.auth.people.Directory;
import dev.gatehouse.auth.people.PeopleChange;
import dev.gatehouse.auth.scim.filter.ScimRefusal;
import dev.gatehouse.auth.scim.filter.ScimRefusal.Kind;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.http.Answer;
import java.sql.SQLException;

/** Changes that a SCIM request asks for: made whole, recorded, and in force here before the answer leaves. */
final class ScimChanges {
    private static final String UNIQUE_VIOLATION = "23505";

    private final Directory directory;

    ScimChanges(Directory directory) {
        this.directory = directory;
    }

    /** Refusing comes before writing: what is refused has changed nothing. */
    @FunctionalInterface
    interface Work {
        Answer in(PeopleChange change) throws SQLException, AuditUnavailableException, ScimRefusal;
    }

    Answer run(ScimRequest request, Work work) throws SQLException, AuditUnavailableException {
        try {
            return directory.change(request.actor(), change -> {
                try {
                    return work.in(change);
                } catch (ScimRefusal refusal) {
                    change.connection().rollback();
                    return ScimAnswers.refused(refusal);
                }
            });
        } catch (SQLException e) {
            if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
                return ScimAnswers.refused(new ScimRefusal(Kind.UNIQUENESS, "another request took this name first"));
            }
            throw e;
        }
    }
}
