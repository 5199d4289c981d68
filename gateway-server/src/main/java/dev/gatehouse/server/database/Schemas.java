package dev.gatehouse.server.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schemas of all modules, each with its own history. A schema that is up to date carries the fingerprint of the
 * migrations as its comment, for asking Flyway three times takes a fifth of a start.
 */
final class Schemas {
    private static final List<String> MODULES = List.of("auth", "policy", "audit");
    private static final String STAMP = "Gatehouse, up to date with migrations ";
    private static final String NOT_THE_OWNER = "42501";
    private static final Logger LOG = LoggerFactory.getLogger(Schemas.class);

    private final String stamp = STAMP + Migrations.fingerprint(MODULES);

    /** Whether this very set of migrations was applied to all of them. */
    boolean areCurrent(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("""
                SELECT count(*) FROM pg_namespace
                WHERE nspname = ANY (?) AND obj_description(oid, 'pg_namespace') = ?
                """)) {
            query.setArray(1, connection.createArrayOf("text", MODULES.toArray()));
            query.setString(2, stamp);
            try (ResultSet row = query.executeQuery()) {
                return row.next() && row.getInt(1) == MODULES.size();
            }
        }
    }

    void migrate(DataSource source) throws SQLException {
        for (String module : MODULES) {
            Flyway.configure()
                    .dataSource(source)
                    .locations("classpath:" + Migrations.folder(module))
                    .defaultSchema(module)
                    .schemas(module)
                    .createSchemas(true)
                    .load()
                    .migrate();
        }
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            for (String module : MODULES) {
                // Names and stamp are ours: letters, digits and blanks.
                statement.execute("COMMENT ON SCHEMA " + module + " IS '" + stamp + "'");
            }
        } catch (SQLException e) {
            if (!NOT_THE_OWNER.equals(e.getSQLState())) {
                throw e;
            }
            LOG.info("the schemas belong to another role: each start asks anew whether they are up to date");
        }
    }
}
