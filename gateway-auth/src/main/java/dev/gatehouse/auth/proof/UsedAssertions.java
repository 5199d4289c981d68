package dev.gatehouse.auth.proof;

import static dev.gatehouse.core.database.Transaction.timestamp;

import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.database.Transaction;
import dev.gatehouse.core.digest.Sha256;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import javax.sql.DataSource;

/** Remembers signed assertions until they expire, so that each works once, whichever gateway it reaches. */
public final class UsedAssertions {
    private static final int SWEPT_AT_ONCE_MAX = 10_000;

    private final DataSource database;
    private final Clocks clocks;

    public UsedAssertions(DataSource database, Clocks clocks) {
        this.database = database;
        this.clocks = clocks;
    }

    /**
     * Whether this is the first use; of uses at the same time exactly one is. Ask only about assertions that were
     * verified: strangers could fill the table.
     *
     * @param id its {@code jti}, which the issuer does not repeat
     * @param expiresAt from then on the caller refuses it without asking
     */
    public boolean isFirst(String issuer, String id, Instant expiresAt) throws SQLException {
        return Transaction.run(database, connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO auth.used_assertion (sha256, expires_at) VALUES (?, ?) ON CONFLICT DO NOTHING")) {
                // The length tells where one ends and the other begins.
                insert.setBytes(1, Sha256.of(issuer.length() + ":" + issuer + id));
                insert.setObject(2, timestamp(expiresAt));
                return insert.executeUpdate() == 1;
            }
        });
    }

    /** Deletes some of those that expired. */
    public void sweep() throws SQLException {
        Instant now = clocks.now();
        Transaction.run(database, connection -> {
            try (PreparedStatement delete = connection.prepareStatement("""
                    DELETE FROM auth.used_assertion WHERE sha256 IN (
                      SELECT sha256 FROM auth.used_assertion WHERE expires_at <= ? LIMIT ?)""")) {
                delete.setObject(1, timestamp(now));
                delete.setInt(2, SWEPT_AT_ONCE_MAX);
                return delete.executeUpdate();
            }
        });
    }
}
