package dev.gatehouse.server.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connection pool, with every module's schema brought up to date before anyone gets a connection. */
public final class Database implements AutoCloseable {
    /** PostgreSQL releases this is tested with; older ones miss what the schemas use. */
    private static final int MAJOR_MIN = 14;

    private static final int CONNECTIONS_MAX = 10;
    private static final Duration CONNECTION_WAIT_MAX = Duration.ofSeconds(1);
    /** A server that is there may be slow while all that was down with it comes up. */
    static final Duration PREPARE_WAIT_MAX = Duration.ofSeconds(10);

    private static final Duration RETRY_MIN = Duration.ofSeconds(1);
    private static final Duration RETRY_MAX = Duration.ofSeconds(10);
    private static final String WRONG_RELEASE = "0A000";
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    private final String name;
    private final HikariDataSource pool;
    private final GatedSource gate;
    private final Schemas schemas = new Schemas();
    private final CountDownLatch closing = new CountDownLatch(1);

    private Database(String name, HikariDataSource pool) {
        this.name = name;
        this.pool = pool;
        this.gate = new GatedSource(pool);
    }

    /** Needs no server to be there, and gives no connections before {@link #prepare}. */
    public static Database of(String jdbcUrl, String user, String password) {
        return new Database(withoutParameters(jdbcUrl), new HikariDataSource(settings(jdbcUrl, user, password)));
    }

    /**
     * Brings the schemas up to date; from then on there are connections.
     *
     * @throws DatabaseUnavailableException saying what could not be done and what to check; never with the password
     */
    public void prepare() throws DatabaseUnavailableException {
        try {
            if (!isCurrent()) {
                try (HikariDataSource patient = patient()) {
                    schemas.migrate(patient);
                }
            }
            gate.open();
        } catch (SQLException | FlywayException e) {
            gate.stayShut(Outage.headline(e));
            throw new DatabaseUnavailableException(
                    "PostgreSQL at " + name + " cannot be used: " + firstLine(e)
                            + ". Check database.url, user and password, and that the server is up.",
                    Outage.is(e),
                    e);
        }
    }

    /** Tries {@link #prepare} again and again on a thread of its own, until it works or this is closed. */
    public void prepareWhenBack() {
        Thread.ofPlatform().daemon().name("gatehouse-database").start(() -> {
            Duration wait = RETRY_MIN;
            String said = "";
            while (!isClosing(wait)) {
                try {
                    prepare();
                    LOG.info("PostgreSQL at {} is back, its schemas are up to date", name);
                    return;
                } catch (DatabaseUnavailableException e) {
                    if (!said.equals(e.getMessage())) {
                        said = String.valueOf(e.getMessage());
                        LOG.warn("{}", said);
                    }
                }
                wait = wait.multipliedBy(2).compareTo(RETRY_MAX) > 0 ? RETRY_MAX : wait.multipliedBy(2);
            }
        });
    }

    private boolean isClosing(Duration wait) {
        try {
            return closing.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** The URL without parameters: names this database in messages. */
    public String name() {
        return name;
    }

    /** Runs the action, which must not block, whenever another gateway changed something; close it before this. */
    public NotifyChannel listen(Runnable heard) {
        return NotifyChannel.start(this::direct, heard);
    }

    /** A connection that nobody else uses, beside the pool, for whoever keeps it long. Throws as {@link #dataSource} does. */
    public Connection apart() throws SQLException {
        gate.requireOpen();
        return direct();
    }

    /** While the database is away, or not prepared, it throws within {@link #CONNECTION_WAIT_MAX}. */
    public DataSource dataSource() {
        return gate;
    }

    /** Why there are no connections now, in one line; empty while there are. */
    public Optional<String> outage() {
        return gate.failure();
    }

    @Override
    public void close() {
        closing.countDown();
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

    /** Past the pool, which asks again and again where nobody listens: that is to be known at once. */
    private boolean isCurrent() throws SQLException {
        try (Connection connection = direct()) {
            int major = connection.getMetaData().getDatabaseMajorVersion();
            if (major < MAJOR_MIN) {
                throw new SQLException(
                        "it is PostgreSQL " + major + " (expected: " + MAJOR_MIN + " or newer)", WRONG_RELEASE);
            }
            return schemas.areCurrent(connection);
        }
    }

    private Connection direct() throws SQLException {
        Properties properties = new Properties();
        properties.putAll(pool.getDataSourceProperties());
        properties.setProperty("user", pool.getUsername());
        properties.setProperty("password", pool.getPassword());
        properties.setProperty("loginTimeout", Long.toString(PREPARE_WAIT_MAX.toSeconds()));
        return DriverManager.getConnection(pool.getJdbcUrl(), properties);
    }

    /** A pool that notices a shorter wait notices it half a minute later, so this one is not the one that stays. */
    private HikariDataSource patient() {
        HikariConfig config = new HikariConfig();
        pool.copyStateTo(config);
        config.setPoolName("gatehouse-prepare");
        config.setConnectionTimeout(PREPARE_WAIT_MAX.toMillis());
        return new HikariDataSource(config);
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
