package dev.gatehouse.auth.keys;

import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.BeforeAfter;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.database.Transaction;
import dev.gatehouse.core.json.Json;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * The data keys in memory, and their rotation. The master key is needed to read them and for nothing else, so that it can
 * be changed under gateways that serve.
 */
public final class DataKeys implements Supplier<Keyring> {
    /** None is ever thrown away, for nobody knows what it still opens: enough for one a month over twenty years. */
    static final int KEYS_MAX = 256;

    /** From publishing a key to sealing with it: time for every gateway to learn it. */
    public static final Duration PUBLISHED_BEFORE_USE = Duration.ofMinutes(1);

    private final DataSource database;
    private final MasterKey master;
    private final Clocks clocks;
    private volatile List<DataKey> keys = List.of();
    private volatile Keyring ring;

    private DataKeys(DataSource database, MasterKey master, Clocks clocks) {
        this.database = database;
        this.master = master;
        this.clocks = clocks;
        this.ring = new Keyring(master, keys);
    }

    /**
     * Reads the keys; makes the first one where there is none. Gateways that start at once end up with the same key.
     *
     * @throws MasterKeyException when what the database holds was sealed by another master key
     */
    public static DataKeys open(DataSource database, MasterKey master, Clocks clocks)
            throws SQLException, MasterKeyException {
        DataKeys opened = new DataKeys(database, master, clocks);
        opened.use(Transaction.<List<DataKeyTable.Row>, MasterKeyException>run(database, opened::readOrGenerate));
        return opened;
    }

    /** Those of a local copy, for a start while the database is away. */
    public static DataKeys restore(DataInput in, DataSource database, MasterKey master, Clocks clocks)
            throws IOException, MasterKeyException {
        int count = in.readInt();
        if (count < 1 || count > KEYS_MAX) {
            throw new IOException(count + " data keys (expected: 1 to " + KEYS_MAX + ")");
        }
        List<DataKeyTable.Row> rows = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int id = in.readInt();
            Instant activatesAt = Instant.parse(in.readUTF());
            byte[] wrapped = new byte[in.readUnsignedByte()];
            in.readFully(wrapped);
            rows.add(new DataKeyTable.Row(id, activatesAt, Optional.of(wrapped)));
        }
        DataKeys restored = new DataKeys(database, master, clocks);
        restored.use(rows);
        return restored;
    }

    /** What {@link #restore} reads; the keys stay sealed. */
    public void write(DataOutput out) throws IOException {
        List<DataKey> all = keys;
        out.writeInt(all.size());
        for (DataKey key : all) {
            byte[] wrapped = key.wrap(master);
            out.writeInt(key.id());
            out.writeUTF(key.activatesAt().toString());
            out.writeByte(wrapped.length);
            out.write(wrapped);
        }
    }

    @Override
    public Keyring get() {
        return ring;
    }

    /** Another number whenever there are other keys. */
    public int version() {
        return keys.size();
    }

    /** Learns what other gateways published. On any exception the known keys stay in use. */
    public void refresh() throws SQLException, MasterKeyException {
        use(Transaction.run(database, connection -> DataKeyTable.read(connection, master.id())));
    }

    /** A new key, which seals after {@link #PUBLISHED_BEFORE_USE}; what others sealed opens for ever. */
    public KeyChange rotate(RecordedChange.Place place, String actor)
            throws SQLException, AuditUnavailableException, MasterKeyException {
        KeyChange done = place.change(actor, change -> {
            DataKeyTable.lock(change.connection());
            if (DataKeyTable.masters(change.connection()) > 1) {
                return new KeyChange.Refused("The master key is being changed; finish that first.");
            }
            if (DataKeyTable.read(change.connection(), master.id()).size() >= KEYS_MAX) {
                return new KeyChange.Refused("There are " + KEYS_MAX + " data keys, and no more are made.");
            }
            Instant activatesAt = change.now().plus(PUBLISHED_BEFORE_USE);
            int id = insert(change.connection(), change.now(), activatesAt).id();
            change.record(
                    "data-key.rotate",
                    Integer.toString(id),
                    "seals from " + activatesAt,
                    BeforeAfter.created(Json.object()
                            .put("activatesAt", activatesAt.toString())
                            .build()));
            return new KeyChange.Done("data key " + id + " seals from " + activatesAt);
        });
        refresh();
        return done;
    }

    /**
     * Lets gateways start with another master key, too, until {@link #dropOtherMasters}. This one goes on with its own.
     */
    public KeyChange addMaster(RecordedChange.Place place, MasterKey next, String actor)
            throws SQLException, AuditUnavailableException, MasterKeyException {
        refresh();
        return place.change(actor, change -> {
            DataKeyTable.lock(change.connection());
            List<DataKey> all = keys;
            if (DataKeyTable.read(change.connection(), master.id()).size() != all.size()) {
                return new KeyChange.Refused("Another rotation is under way; ask again.");
            }
            change.record("master-key.add", next.label(), all.size() + " data keys");
            for (DataKey key : all) {
                DataKeyTable.wrap(change.connection(), key, next, change.now());
            }
            return new KeyChange.Done("gateways start with either master key now: give each the new one and start it"
                    + " again, then finish");
        });
    }

    /** From now on only the master key of this gateway opens the data keys. Gateways that serve with another go on. */
    public KeyChange dropOtherMasters(RecordedChange.Place place, String actor)
            throws SQLException, AuditUnavailableException {
        return place.change(actor, change -> {
            DataKeyTable.lock(change.connection());
            if (!DataKeyTable.isNewest(change.connection(), master.id())) {
                return new KeyChange.Refused("This gateway's master key is not the new one: start it with that first.");
            }
            change.record("master-key.finish", master.label(), "no other master key opens the data keys");
            DataKeyTable.dropOthers(change.connection(), master.id());
            return new KeyChange.Done("only this gateway's master key opens the data keys now");
        });
    }

    private List<DataKeyTable.Row> readOrGenerate(Connection connection) throws SQLException, MasterKeyException {
        DataKeyTable.lock(connection);
        if (DataKeyTable.read(connection, master.id()).isEmpty()) {
            Instant now = clocks.now();
            SigningKeyTable.requireMaster(connection, master, now);
            var _ = insert(connection, now, now);
        }
        return DataKeyTable.read(connection, master.id());
    }

    private DataKey insert(Connection connection, Instant now, Instant activatesAt) throws SQLException {
        DataKey key = DataKey.random(DataKeyTable.insert(connection, now, activatesAt), activatesAt);
        DataKeyTable.wrap(connection, key, master, now);
        return key;
    }

    /** A key that is known stays known, whoever may read it in the database now. */
    private synchronized void use(List<DataKeyTable.Row> rows) throws MasterKeyException {
        Keyring known = ring;
        List<DataKey> all = new ArrayList<>(rows.size());
        for (DataKeyTable.Row row : rows) {
            Optional<DataKey> key = known.find(row.id()).or(() -> unwrap(row));
            all.add(key.orElseThrow(() -> MasterKeyException.another("data key " + row.id())));
        }
        if (all.size() != keys.size()) {
            ring = new Keyring(master, all);
            keys = List.copyOf(all);
        }
    }

    private Optional<DataKey> unwrap(DataKeyTable.Row row) {
        return row.wrapped().flatMap(wrapped -> DataKey.unwrap(row.id(), row.activatesAt(), wrapped, master));
    }
}
