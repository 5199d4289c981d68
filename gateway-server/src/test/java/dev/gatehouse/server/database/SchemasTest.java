package dev.gatehouse.server.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testkit.postgres.Connectable;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class SchemasTest {
    private final Schemas schemas = new Schemas();
    private final Connectable target = TestDatabase.shared().freshDatabase();

    SchemasTest() throws Exception {}

    @Test
    void what_was_brought_up_to_date_is_known_to_be() throws Exception {
        assertThat(areCurrent()).isFalse();
        schemas.migrate(source());
        assertThat(areCurrent()).isTrue();
    }

    @Test
    void one_schema_that_is_gone_or_of_another_build_is_enough_to_look_at_all() throws Exception {
        schemas.migrate(source());
        run("COMMENT ON SCHEMA policy IS 'Gatehouse, up to date with migrations of another build'");
        assertThat(areCurrent()).isFalse();
        schemas.migrate(source());
        assertThat(areCurrent()).isTrue();
        run("DROP SCHEMA audit CASCADE");
        assertThat(areCurrent()).isFalse();
        schemas.migrate(source());
        run("SELECT count(*) FROM audit.event");
    }

    @Test
    void a_role_that_does_not_own_them_looks_each_time_and_starts_all_the_same() throws Exception {
        schemas.migrate(source());
        run("COMMENT ON SCHEMA auth IS NULL");
        run("CREATE ROLE owns_nothing_%1$d LOGIN PASSWORD 'x' IN ROLE pg_read_all_data, pg_write_all_data"
                .formatted(ProcessHandle.current().pid()));
        PGSimpleDataSource other = source();
        other.setUser("owns_nothing_" + ProcessHandle.current().pid());
        other.setPassword("x");
        schemas.migrate(other);
        assertThat(areCurrent()).isFalse();
    }

    private boolean areCurrent() throws SQLException {
        try (Connection connection = DriverManager.getConnection(target.jdbcUrl(), target.user(), target.password())) {
            return schemas.areCurrent(connection);
        }
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(target.jdbcUrl(), target.user(), target.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private PGSimpleDataSource source() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(target.jdbcUrl());
        source.setUser(target.user());
        source.setPassword(target.password());
        return source;
    }
}
