package dev.gatehouse.auth.local;

import static dev.gatehouse.core.database.Transaction.timestamp;

import dev.gatehouse.auth.people.PersonId;
import dev.gatehouse.core.database.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** The table of people with a password here. */
final class LocalAccounts {
    private final DataSource database;

    LocalAccounts(DataSource database) {
        this.database = database;
    }

    record Account(PersonId person, String passwordHash) {
        @Override
        public String toString() {
            return "Account[" + person + "]";
        }
    }

    Optional<Account> find(String userName) throws SQLException {
        return Transaction.run(database, connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT person, password_hash FROM auth.local_account WHERE user_name = ?")) {
                select.setString(1, userName.toLowerCase(Locale.ROOT));
                try (ResultSet row = select.executeQuery()) {
                    return row.next()
                            ? Optional.of(new Account(
                                    new PersonId(row.getObject("person", UUID.class)), row.getString("password_hash")))
                            : Optional.empty();
                }
            }
        });
    }

    /** Of an account that a setup left unfinished, the password is replaced. */
    static void write(Connection connection, String userName, Account account, Instant now) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement("""
                INSERT INTO auth.local_account (person, user_name, password_hash, created_at) VALUES (?, ?, ?, ?)
                ON CONFLICT (person) DO UPDATE SET password_hash = EXCLUDED.password_hash""")) {
            upsert.setObject(1, account.person().value());
            upsert.setString(2, userName.toLowerCase(Locale.ROOT));
            upsert.setString(3, account.passwordHash());
            upsert.setObject(4, timestamp(now));
            upsert.executeUpdate();
        }
    }
}
