package dev.gatehouse.server.database;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Optional;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Gives connections once the schemas are known to be up to date, and remembers whether the last one could be had. */
final class GatedSource implements DataSource {
    private final DataSource pool;
    private volatile boolean open;
    private volatile @Nullable String failure;

    GatedSource(DataSource pool) {
        this.pool = pool;
    }

    void open() {
        failure = null;
        open = true;
    }

    /** What kept the schemas from being looked at. */
    void stayShut(String why) {
        failure = why;
    }

    /** Why nobody gets a connection now, in one line; empty when the last who asked got one. */
    Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    void requireOpen() throws SQLException {
        if (!open) {
            throw new SQLException("PostgreSQL has not been reached since the start", Outage.CANNOT_CONNECT);
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        requireOpen();
        try {
            Connection connection = pool.getConnection();
            failure = null;
            return connection;
        } catch (SQLException e) {
            failure = Outage.headline(e);
            throw e;
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("everyone connects as the configured role");
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return pool.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        pool.setLogWriter(out);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return pool.getLoginTimeout();
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        pool.setLoginTimeout(seconds);
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return pool.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return pool.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return pool.isWrapperFor(type);
    }
}
