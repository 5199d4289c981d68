package dev.gatehouse.auth.grant;

import static dev.gatehouse.core.database.Transaction.timestamp;

import dev.gatehouse.auth.people.PersonId;
import dev.gatehouse.core.identity.BundleName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The registry of consents (RFC 9700 §4.14 asks for one): what each person let which client do. In the caller's transaction. */
public final class Consents {
    /** A person who has more is asked to take some back first. */
    public static final int PER_PERSON_MAX = 200;

    private static final String COLUMNS =
            "id, person, client_id, client_name, redirect_uri, server, bundle, scopes, granted_at";

    private Consents() {}

    /** Remembers it, and gives the id under which the same consent is known already, if it is. */
    public static UUID remember(Connection connection, Consent consent) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement("INSERT INTO auth.consent (" + COLUMNS + """
                ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (person, client_id, redirect_uri, server, coalesce(bundle, ''), scopes)
                DO UPDATE SET granted_at = EXCLUDED.granted_at, client_name = EXCLUDED.client_name
                RETURNING id""")) {
            upsert.setObject(1, consent.id());
            upsert.setObject(2, consent.person().value());
            upsert.setString(3, consent.clientId());
            upsert.setString(4, consent.clientName());
            upsert.setString(5, consent.redirectUri());
            upsert.setString(6, consent.target());
            upsert.setString(7, consent.bundle().map(BundleName::value).orElse(null));
            upsert.setString(8, String.join(" ", consent.scopes()));
            upsert.setObject(9, timestamp(consent.grantedAt()));
            try (ResultSet row = upsert.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException("auth.consent: no row was written");
                }
                return row.getObject(1, UUID.class);
            }
        }
    }

    /** The newest first. */
    public static List<Consent> of(Connection connection, PersonId person) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT " + COLUMNS
                + " FROM auth.consent WHERE person = ? ORDER BY granted_at DESC, id LIMIT " + PER_PERSON_MAX)) {
            select.setObject(1, person.value());
            List<Consent> consents = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    consents.add(consent(rows));
                }
            }
            return consents;
        }
    }

    /** One that this person gave and did not take back. */
    public static Optional<Consent> find(Connection connection, PersonId person, UUID id) throws SQLException {
        return of(connection, person).stream()
                .filter(consent -> consent.id().equals(id))
                .findFirst();
    }

    /** Takes it back; empty when this person never gave it. Its grants are the caller's to revoke. */
    public static Optional<Consent> withdraw(Connection connection, PersonId person, UUID id) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(
                "DELETE FROM auth.consent WHERE person = ? AND id = ? RETURNING " + COLUMNS)) {
            delete.setObject(1, person.value());
            delete.setObject(2, id);
            try (ResultSet row = delete.executeQuery()) {
                return row.next() ? Optional.of(consent(row)) : Optional.empty();
            }
        }
    }

    /** Forgets what anybody agreed to for this client. Its grants are the caller's to revoke. */
    public static void forget(Connection connection, String clientId) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM auth.consent WHERE client_id = ?")) {
            delete.setString(1, clientId);
            delete.executeUpdate();
        }
    }

    private static Consent consent(ResultSet row) throws SQLException {
        return new Consent(
                row.getObject("id", UUID.class),
                new PersonId(row.getObject("person", UUID.class)),
                row.getString("client_id"),
                row.getString("client_name"),
                row.getString("redirect_uri"),
                row.getString("server"),
                Optional.ofNullable(row.getString("bundle")).map(BundleName::new),
                List.of(row.getString("scopes").split(" ")),
                row.getObject("granted_at", OffsetDateTime.class).toInstant());
    }
}
