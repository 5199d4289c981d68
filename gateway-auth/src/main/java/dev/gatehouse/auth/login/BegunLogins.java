package dev.gatehouse.auth.login;

import static dev.gatehouse.core.database.Transaction.timestamp;

import dev.gatehouse.core.database.Transaction;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The logins under way at providers: rows, because the answer may reach another replica. */
final class BegunLogins {
    static final Duration LASTS = Duration.ofMinutes(10);
    /** At the same time; more are begun by nobody who means it. */
    static final int UNDER_WAY_MAX = 50_000;

    static final int SWEPT_MAX = 10_000;

    private final DataSource database;

    BegunLogins(DataSource database) {
        this.database = database;
    }

    record Begun(String provider, ReturnPath returnTo, List<String> acrValues) {}

    /** False when too many are under way. */
    boolean begin(BrowserSecret state, BrowserSecret browser, Begun login, Instant now) throws SQLException {
        return Transaction.run(database, connection -> {
            try (PreparedStatement insert = connection.prepareStatement("""
                    INSERT INTO auth.login_begun
                      (state_sha256, browser_sha256, provider, return_to, acr_values, expires_at)
                    SELECT ?, ?, ?, ?, ?, ? WHERE (SELECT count(*) FROM auth.login_begun) < ?""")) {
                insert.setBytes(1, state.sha256());
                insert.setBytes(2, browser.sha256());
                insert.setString(3, login.provider());
                insert.setString(4, login.returnTo().value());
                insert.setArray(
                        5, connection.createArrayOf("text", login.acrValues().toArray()));
                insert.setObject(6, timestamp(now.plus(LASTS)));
                insert.setInt(7, UNDER_WAY_MAX);
                return insert.executeUpdate() == 1;
            }
        });
    }

    /** The login that this very browser began there, once; empty when there is none, or no longer. */
    Optional<Begun> finish(BrowserSecret state, BrowserSecret browser, String provider, Instant now)
            throws SQLException {
        return Transaction.run(database, connection -> {
            try (PreparedStatement delete = connection.prepareStatement("""
                    DELETE FROM auth.login_begun
                    WHERE state_sha256 = ? AND browser_sha256 = ? AND provider = ? AND expires_at > ?
                    RETURNING return_to, acr_values""")) {
                delete.setBytes(1, state.sha256());
                delete.setBytes(2, browser.sha256());
                delete.setString(3, provider);
                delete.setObject(4, timestamp(now));
                try (ResultSet row = delete.executeQuery()) {
                    return row.next()
                            ? Optional.of(
                                    new Begun(provider, new ReturnPath(row.getString("return_to")), List.of((String[])
                                            row.getArray("acr_values").getArray())))
                            : Optional.empty();
                }
            }
        });
    }

    void sweep(Instant now) throws SQLException {
        Transaction.run(database, connection -> {
            try (PreparedStatement delete = connection.prepareStatement("""
                    DELETE FROM auth.login_begun WHERE state_sha256 IN
                      (SELECT state_sha256 FROM auth.login_begun WHERE expires_at <= ? LIMIT ?)""")) {
                delete.setObject(1, timestamp(now));
                delete.setInt(2, SWEPT_MAX);
                return delete.executeUpdate();
            }
        });
    }
}
