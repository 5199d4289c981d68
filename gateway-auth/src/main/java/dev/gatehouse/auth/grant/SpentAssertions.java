package dev.gatehouse.auth.grant;

import static dev.gatehouse.auth.database.Transaction.timestamp;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;

/** Assertions that were used, for as long as they would still be good (RFC 7523 §3). */
public final class SpentAssertions {
    private static final int SWEEP_ROWS = 1_000;

    private SpentAssertions() {}

    /** Whether this is its first use, on whichever gateway. */
    public static boolean spend(Connection connection, String issuer, String jti, Instant until) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO auth.spent_assertion (issuer, jti, until) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")) {
            insert.setString(1, issuer);
            insert.setString(2, jti);
            insert.setObject(3, timestamp(until));
            return insert.executeUpdate() == 1;
        }
    }

    static void sweep(Connection connection, Instant before) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("""
                DELETE FROM auth.spent_assertion WHERE (issuer, jti) IN
                  (SELECT issuer, jti FROM auth.spent_assertion WHERE until < ? LIMIT ? FOR UPDATE SKIP LOCKED)""")) {
            delete.setObject(1, timestamp(before));
            delete.setInt(2, SWEEP_ROWS);
            delete.executeUpdate();
        }
    }
}
