package dev.gatehouse.server.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** The connection pool, with every module's schema brought up to date before anyone gets a connection. */
public final class Database implements AutoCloseable {
    /** PostgreSQL releases this is tested with; older ones miss what the schemas use. */
    private static final int MAJOR_MIN = 14;

    private static final int CONNECTIONS_MAX = 10;
    private static final Duration CONNECTION_WAIT_MAX = Duration.ofSeconds(1);
    private static final List<String> MODULES = List.of("auth", "policy", "audit");

    private final HikariDataSource pool;

    private Database(HikariDataSource pool) {
        this.pool = pool;
    }

    /** @throws DatabaseUnavailableException saying what could not be done and what to check; never with the password */
    public static Database open(String jdbcUrl, String user, String password) throws DatabaseUnavailableException {
        HikariDataSource pool = new HikariDataSource(settings(jdbcUrl, user, password));
        try {
            requireVersion(pool);
            MODULES.forEach(module -> migrate(pool, module));
            return new Database(pool);
        } catch (SQLException | FlywayException e) {
            pool.close();
            throw new DatabaseUnavailableException(
                    "PostgreSQL at " + withoutParameters(jdbcUrl) + " cannot be used: " + firstLine(e)
                            + ". Check database.url, user and password, and that the server is up.",
                    e);
        }
    }

    public DataSource dataSource() {
        return pool;
    }

    @Override
    public void close() {
        pool.close();
    }

    private static HikariConfig settings(String jdbcUrl, String user, String password) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("gatehouse");
        config.setJdbcUrl(jdbcUrl);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(CONNECTIONS_MAX);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECTION_WAIT_MAX.toMillis());
        config.setInitializationFailTimeout(-1);
        config.addDataSourceProperty("connectTimeout", "2");
        config.addDataSourceProperty("socketTimeout", "30");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("ApplicationName", "gatehouse");
        return config;
    }

    private static void requireVersion(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                ResultSet row = connection.createStatement().executeQuery("show server_version_num")) {
            row.next();
            int major = row.getInt(1) / 10_000;
            if (major < MAJOR_MIN) {
                throw new SQLException("it is PostgreSQL " + major + " (expected: " + MAJOR_MIN + " or newer)");
            }
        }
    }

    private static void migrate(DataSource source, String module) {
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration/" + module)
                .defaultSchema(module)
                .schemas(module)
                .createSchemas(true)
                .load()
                .migrate();
    }

    private static String withoutParameters(String jdbcUrl) {
        int question = jdbcUrl.indexOf('?');
        return question < 0 ? jdbcUrl : jdbcUrl.substring(0, question);
    }

    private static String firstLine(Exception e) {
        String message = String.valueOf(e.getMessage());
        return message.lines().findFirst().orElse(message);
    }
}
