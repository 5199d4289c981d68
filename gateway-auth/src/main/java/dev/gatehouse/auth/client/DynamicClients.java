package dev.gatehouse.auth.client;

import dev.gatehouse.auth.agent.ClientSecret;
import dev.gatehouse.auth.agent.SecretHash;
import dev.gatehouse.auth.client.OAuthClient.AuthMethod;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.BeforeAfter;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.database.Transaction;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.trust.Registration;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Clients that registered themselves. Each is a row, for the next request may reach another gateway. */
final class DynamicClients {
    static final int CLIENTS_MAX = 10_000;
    /** Nobody ever used it so long after its registration: it may have to make room. */
    static final Duration ABANDONED_AFTER = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(DynamicClients.class);
    private static final String ID_PREFIX = "ghc_";
    private static final int ID_RANDOM_BYTES = 16;
    private static final int ID_CHARS = ID_PREFIX.length() + 2 * ID_RANDOM_BYTES;
    private static final Duration USE_NOTED_EACH = Duration.ofHours(1);
    private static final int SWEPT_AT_ONCE_MAX = 500;
    private static final Set<AuthMethod> BY_SECRET =
            EnumSet.of(AuthMethod.CLIENT_SECRET_BASIC, AuthMethod.CLIENT_SECRET_POST);

    private final RecordedChange.Place place;
    private final Supplier<Registration> registration;
    private final SecureRandom random = new SecureRandom();

    DynamicClients(RecordedChange.Place place, Supplier<Registration> registration) {
        this.place = place;
        this.registration = registration;
    }

    /** @param secret in the clear, this one time; empty where the client has none */
    record Registered(OAuthClient client, Instant at, Optional<ClientSecret> secret) {}

    static boolean isId(String clientId) {
        return clientId.startsWith(ID_PREFIX) && clientId.length() == ID_CHARS;
    }

    ClientLookup find(String clientId) {
        try {
            Instant now = place.clocks().now();
            return Transaction.run(place.database(), connection -> {
                        Optional<OAuthClient> found = DynamicClientTable.find(connection, clientId, usedSince());
                        if (found.isPresent()) {
                            DynamicClientTable.stillUsed(connection, clientId, now, now.minus(USE_NOTED_EACH));
                        }
                        return found;
                    })
                    .<ClientLookup>map(ClientLookup.Found::new)
                    .orElseGet(() -> new ClientLookup.Unknown("not registered, or not used for long"));
        } catch (SQLException e) {
            LOG.warn("A registered client cannot be read: database unavailable (SQLState {})", e.getSQLState());
            return new ClientLookup.Unavailable("the registration cannot be read now");
        }
    }

    /**
     * @return empty when there are too many
     * @throws SQLException when the database did not confirm: nothing is registered that anybody knows the id of
     * @throws AuditUnavailableException when it cannot be recorded; nothing is registered then
     */
    Optional<Registered> register(ClientMetadata.Valid metadata, String peer)
            throws SQLException, AuditUnavailableException {
        Registered registered = draft(metadata);
        boolean done = place.change("client at " + peer, change -> {
            OAuthClient client = registered.client();
            boolean inserted = inserted(change.connection(), client, registered.at());
            if (inserted) {
                change.record(
                        "client.register", client.clientId(), description(client), BeforeAfter.created(told(client)));
            }
            return inserted;
        });
        return done ? Optional.of(registered) : Optional.empty();
    }

    private Registered draft(ClientMetadata.Valid metadata) {
        byte[] id = new byte[ID_RANDOM_BYTES];
        random.nextBytes(id);
        Optional<ClientSecret> secret = metadata.methods().stream().anyMatch(BY_SECRET::contains)
                ? Optional.of(ClientSecret.random(random))
                : Optional.empty();
        OAuthClient client = new OAuthClient(
                ID_PREFIX + HexFormat.of().formatHex(id),
                OAuthClient.Origin.DYNAMIC,
                metadata.name(),
                metadata.redirectUris(),
                metadata.methods(),
                secret.map(known -> new SecretHash(known.sha256(), Instant.MAX)),
                metadata.keys(),
                metadata.refreshes());
        return new Registered(client, place.clocks().now(), secret);
    }

    private static boolean inserted(Connection connection, OAuthClient client, Instant now) throws SQLException {
        return DynamicClientTable.insert(connection, client, now, CLIENTS_MAX)
                || (DynamicClientTable.makeRoom(connection, now.minus(ABANDONED_AFTER))
                        && DynamicClientTable.insert(connection, client, now, CLIENTS_MAX));
    }

    private static Json told(OAuthClient client) {
        return Json.object()
                .put("name", client.name())
                .put("redirectUris", Json.ofStrings(client.redirectUris()))
                .put(
                        "authentication",
                        Json.ofStrings(client.authMethods().stream()
                                .map(AuthMethod::word)
                                .sorted()
                                .toList()))
                .putIf("secret", client.secret().map(_ -> BeforeAfter.SECRET))
                .put("refreshes", client.refreshes())
                .build();
    }

    private static String description(OAuthClient client) {
        return "calls itself \"" + client.name() + "\", redirects to " + String.join(" ", client.redirectUris());
    }

    /** A registration whose use cannot be noted may expire early, which is no reason to refuse the use. */
    void used(String clientId) {
        try {
            Instant now = place.clocks().now();
            Transaction.run(place.database(), connection -> {
                DynamicClientTable.used(connection, clientId, now, now.minus(USE_NOTED_EACH));
                return true;
            });
        } catch (SQLException e) {
            LOG.warn("The use of client {} was not noted (SQLState {})", clientId, e.getSQLState());
        }
    }

    /** At most {@link #CLIENTS_MAX}, as none is kept beyond. */
    List<ClientDirectory.Entry> all() throws SQLException {
        Instant usedSince = usedSince();
        return Transaction.run(place.database(), connection -> DynamicClientTable.all(connection, usedSince));
    }

    /** Deletes some of those that nobody used for long. */
    void sweep() throws SQLException {
        Instant usedSince = usedSince();
        int deleted = Transaction.run(
                place.database(), c -> DynamicClientTable.deleteUnused(c, usedSince, SWEPT_AT_ONCE_MAX));
        if (deleted > 0) {
            LOG.info("Forgot {} registered clients that nobody used", deleted);
        }
    }

    private Instant usedSince() {
        return place.clocks().now().minus(registration.get().unusedFor());
    }
}
