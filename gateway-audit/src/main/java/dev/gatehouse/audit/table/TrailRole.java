package dev.gatehouse.audit.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a transaction on the trail may do at most, whatever the login may: the database's own roles, made by the migrations. Where
 * the login could not make them and nobody granted them, transactions have the login's rights, and that is said once.
 */
public enum TrailRole {
    /** Adds records and reads them. */
    WRITER("gatehouse_trail"),
    /** Drops days whose time is over and that nobody holds. */
    RETENTION("gatehouse_retention");

    private static final Logger LOG = LoggerFactory.getLogger(TrailRole.class);

    private static final Set<TrailRole> TOLD = ConcurrentHashMap.newKeySet();

    private final String label;

    TrailRole(String label) {
        this.label = label;
    }

    /** Whether this login may take it. Begins a transaction where none is. */
    public boolean isGranted(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT 1 FROM pg_roles WHERE rolname = ? AND pg_has_role(rolname, 'MEMBER')")) {
            query.setString(1, label);
            try (ResultSet row = query.executeQuery()) {
                boolean granted = row.next();
                if (!granted && TOLD.add(this)) {
                    LOG.warn(
                            "the database login is no member of the role {}: it works on the audit trail with all"
                                    + " its rights. docs/audit.md says how to grant it",
                            label);
                }
                return granted;
            }
        }
    }

    /** Until the transaction ends. */
    public void take(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(statement());
        }
    }

    /** That takes it, to be sent with others. */
    public String statement() {
        return "SET LOCAL ROLE " + label;
    }
}
