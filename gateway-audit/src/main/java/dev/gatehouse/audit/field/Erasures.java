package dev.gatehouse.audit.field;

import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.database.Transaction;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Destroys the keys of somebody, and with them their names and payloads wherever records are: in PostgreSQL, in spools, archives,
 * exports and sinks. No record is touched, so every proof stays valid.
 */
public final class Erasures {
    /** Told at most, the newest first; and so many keys are destroyed at once. */
    public static final int TOLD_MAX = 1_000;

    /** Counting stops there. */
    public static final int RECORDS_MAX = 1_000_000;

    private static final int ID_BYTES = 6;
    /** So many ids fit into the words of a record. */
    private static final int TOLD_IDS_MAX = 40;

    private static final Logger LOG = LoggerFactory.getLogger(Erasures.class);

    private final RecordedChange.Place place;
    private final SubjectKeys keys;
    private final SecureRandom random = new SecureRandom();

    public Erasures(RecordedChange.Place place, SubjectKeys keys) {
        this.place = place;
        this.keys = keys;
    }

    public List<Erasure> all() throws SQLException {
        return Transaction.run(place.database(), connection -> {
            List<Erasure> erasures = new ArrayList<>();
            try (PreparedStatement query = connection.prepareStatement(
                            "SELECT * FROM audit.erasure ORDER BY erased_at DESC, id LIMIT " + TOLD_MAX);
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    erasures.add(new Erasure(
                            row.getString("id"),
                            Transaction.instant(row, "erased_at").orElseThrow(),
                            row.getInt("keys"),
                            row.getString("reason"),
                            Optional.ofNullable(row.getString("despite"))));
                }
            }
            return erasures;
        });
    }

    /** What an erasure of these names would reach now; changes nothing. */
    public Erasure.Reach reach(List<String> names) throws SQLException {
        keys.look();
        return Transaction.run(place.database(), connection -> {
            Map<String, SubjectKey> found = find(connection, names);
            return new Erasure.Reach(
                    found.values().stream().map(SubjectKey::name).distinct().toList(),
                    List.copyOf(found.keySet()),
                    records(connection, found.keySet()),
                    holds(connection));
        });
    }

    /** Recorded before it is done, under an id that tells nobody's name. */
    public Erasure.Result erase(String actor, Erasure.Order order) throws SQLException, AuditUnavailableException {
        keys.look();
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        String id = "erasure-" + HexFormat.of().formatHex(bytes);
        Erasure.Result result = place.change(actor, change -> {
            Connection connection = change.connection();
            List<String> holds = holds(connection);
            if (!holds.isEmpty() && !order.despiteHold()) {
                return new Erasure.Result.Held(holds);
            }
            Map<String, SubjectKey> found = find(connection, order.names());
            if (found.isEmpty()) {
                return new Erasure.Result.Nothing();
            }
            String reason = withoutNames(order, found);
            Optional<String> despite = holds.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", holds));
            change.record("audit.erase", id, told(found.keySet(), reason, despite));
            int erased = SubjectKeyTable.erase(connection, id, found.keySet());
            Erasure erasure = new Erasure(id, change.now(), erased, reason, despite);
            insert(connection, erasure);
            return new Erasure.Result.Done(erasure);
        });
        if (result instanceof Erasure.Result.Done) {
            afterwards();
        }
        return result;
    }

    /** The row that was is still in the table's file until it is written anew. */
    private void afterwards() throws SQLException {
        keys.look();
        try (Connection connection = place.database().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(true);
            statement.execute("VACUUM FULL audit.subject_key");
        } catch (SQLException e) {
            LOG.warn(
                    "erased keys are gone from audit.subject_key, but not from its file: run VACUUM FULL on it ({})",
                    e.getMessage());
        }
    }

    /** Keys of these names, of what the same ones are called besides, and of whoever is called so besides. */
    private Map<String, SubjectKey> find(Connection connection, List<String> names) throws SQLException {
        Map<String, SubjectKey> found = new LinkedHashMap<>();
        Set<String> besides = new LinkedHashSet<>();
        byName(connection, names).forEach(key -> found.put(key.id(), key));
        found.values().forEach(key -> key.alias().ifPresent(besides::add));
        besides.removeAll(names);
        for (SubjectKey key : byName(connection, List.copyOf(besides))) {
            // Somebody else may have been given the name since: theirs stays.
            if (besides.contains(key.name())) {
                found.put(key.id(), key);
            }
        }
        return found;
    }

    private List<SubjectKey> byName(Connection connection, List<String> names) throws SQLException {
        List<String> lookups = names.stream()
                .flatMap(name -> keys.seal().lookups(name).stream())
                .toList();
        List<SubjectKey> found = new ArrayList<>();
        for (SubjectKeyTable.Row row : SubjectKeyTable.byName(connection, lookups, TOLD_MAX)) {
            row.sealed().flatMap(text -> keys.seal().open(row.id(), text)).ifPresent(found::add);
        }
        return found;
    }

    private static String withoutNames(Erasure.Order order, Map<String, SubjectKey> found) {
        Set<String> names = new LinkedHashSet<>(order.names());
        found.values().forEach(key -> names.add(key.name()));
        String reason = order.reason();
        for (String name : names) {
            reason = reason.replace(name, "(erased)");
        }
        return reason;
    }

    private static String told(Set<String> ids, String reason, Optional<String> despite) {
        String some = String.join(" ", ids.stream().limit(TOLD_IDS_MAX).toList());
        return ids.size() + " keys" + despite.map(holds -> ", despite " + holds).orElse("") + ": " + reason + "; "
                + some + (ids.size() > TOLD_IDS_MAX ? " and others" : "");
    }

    private static List<String> holds(Connection connection) throws SQLException {
        List<String> holds = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT id FROM audit.hold WHERE released_at IS NULL ORDER BY placed_at, id")) {
            while (row.next()) {
                holds.add(row.getString(1));
            }
        }
        return holds;
    }

    private static long records(Connection connection, Set<String> ids) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT count(*) FROM (SELECT 1 FROM audit.event"
                + " WHERE subject = ANY (?) LIMIT " + RECORDS_MAX + ") AS counted")) {
            query.setArray(1, connection.createArrayOf("text", ids.toArray()));
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    private static void insert(Connection connection, Erasure erasure) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO audit.erasure (id, erased_at, keys, reason, despite) VALUES (?, ?, ?, ?, ?)")) {
            insert.setString(1, erasure.id());
            insert.setObject(2, Transaction.timestamp(erasure.erasedAt()));
            insert.setInt(3, erasure.keys());
            insert.setString(4, erasure.reason());
            insert.setString(5, erasure.despite().orElse(null));
            insert.executeUpdate();
        }
    }
}
