package dev.gatehouse.auth.local;

import static dev.gatehouse.core.database.Transaction.timestamp;

import dev.gatehouse.auth.login.BrowserSecret;
import dev.gatehouse.core.database.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;

/** The token that makes the first administrator: one at a time, for an hour, used once, and never again after that. */
final class BootstrapToken {
    static final Duration LASTS = Duration.ofHours(1);

    private final DataSource database;

    BootstrapToken(DataSource database) {
        this.database = database;
    }

    /** A new token where there is no owner and no token that still works; of many gateways that start, one gets it. */
    Optional<BrowserSecret> make(Instant now) throws SQLException {
        BrowserSecret token = BrowserSecret.random();
        boolean made = Transaction.run(database, connection -> {
            try (PreparedStatement upsert = connection.prepareStatement("""
                    INSERT INTO auth.bootstrap_token AS before (token_sha256, expires_at)
                    SELECT ?, ? WHERE NOT EXISTS (SELECT FROM auth.person_role WHERE role = 'owner')
                    ON CONFLICT (only_row) DO UPDATE
                      SET token_sha256 = EXCLUDED.token_sha256, expires_at = EXCLUDED.expires_at
                      WHERE before.used_at IS NULL AND before.expires_at <= ?""")) {
                upsert.setBytes(1, token.sha256());
                upsert.setObject(2, timestamp(now.plus(LASTS)));
                upsert.setObject(3, timestamp(now));
                return upsert.executeUpdate() == 1;
            }
        });
        return made ? Optional.of(token) : Optional.empty();
    }

    /** Whether the token works, as far as one can know before it is used. */
    boolean works(BrowserSecret token, Instant now) throws SQLException {
        return Transaction.run(database, connection -> {
            try (PreparedStatement select = connection.prepareStatement("""
                    SELECT FROM auth.bootstrap_token
                    WHERE token_sha256 = ? AND used_at IS NULL AND expires_at > ?""")) {
                select.setBytes(1, token.sha256());
                select.setObject(2, timestamp(now));
                try (ResultSet row = select.executeQuery()) {
                    return row.next();
                }
            }
        });
    }

    /** Uses the token up; of several who try at once, one succeeds, when the transaction does. */
    static boolean use(Connection connection, BrowserSecret token, Instant now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE auth.bootstrap_token SET used_at = ?
                WHERE token_sha256 = ? AND used_at IS NULL AND expires_at > ?""")) {
            update.setObject(1, timestamp(now));
            update.setBytes(2, token.sha256());
            update.setObject(3, timestamp(now));
            return update.executeUpdate() == 1;
        }
    }
}
