package dev.gatehouse.auth.keys;

import com.nimbusds.jose.jwk.ECKey;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditJournal;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.BeforeAfter;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.database.Transaction;
import dev.gatehouse.core.json.ArrayWriter;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * The keys that sign and verify our own tokens, held in memory so that signing outlives an outage of the database. The
 * newest active key signs; every key that is published and not retired verifies. Private halves never leave this package.
 */
public final class SigningKeys {
    /** From publishing a key to signing with it: time for every replica and every cache of the JWKS to learn it. */
    public static final Duration PUBLISHED_BEFORE_USE = Duration.ofMinutes(10);

    /** From a key's last signature to its retirement; longer than any token lives. */
    public static final Duration TRUSTED_AFTER_USE = Duration.ofMinutes(65);

    private static final Duration RECORD_WITHIN = Duration.ofSeconds(5);

    private final DataSource database;
    private final SigningKeyTable table;
    private final Clocks clocks;
    private volatile Map<String, SigningKey> keys = Map.of();
    private volatile List<SealedKey> stored = List.of();

    private SigningKeys(DataSource database, Supplier<Keyring> dataKeys, Clocks clocks) {
        this.database = database;
        this.table = new SigningKeyTable(dataKeys, clocks);
        this.clocks = clocks;
    }

    /**
     * Loads the keys; makes the first one when the table is empty. Replicas that start at once end up with the same key.
     *
     * @throws MasterKeyException when a key in the database was sealed by another master key
     */
    public static SigningKeys open(DataSource database, DataKeys dataKeys, Clocks clocks)
            throws SQLException, MasterKeyException {
        SigningKeys keys = new SigningKeys(database, dataKeys, clocks);
        keys.loadOrGenerate();
        return keys;
    }

    /**
     * The keys of a local copy, for a start while the database is away.
     *
     * @throws IOException when the copy holds none, or something else
     */
    public static SigningKeys restore(DataInput in, DataSource database, DataKeys dataKeys, Clocks clocks)
            throws IOException, MasterKeyException {
        int count = in.readInt();
        if (count < 1 || count > SigningKeyTable.KEYS_MAX) {
            throw new IOException(count + " signing keys (expected: 1 to " + SigningKeyTable.KEYS_MAX + ")");
        }
        List<SealedKey> found = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            found.add(SealedKey.read(in));
        }
        SigningKeys keys = new SigningKeys(database, dataKeys, clocks);
        keys.use(found);
        return keys;
    }

    /** What {@link #restore} reads; private halves stay sealed. */
    public void write(DataOutput out) throws IOException {
        List<SealedKey> all = stored;
        out.writeInt(all.size());
        for (SealedKey key : all) {
            key.write(out);
        }
    }

    /** Another object whenever there are other keys. */
    public Object version() {
        return stored;
    }

    private void loadOrGenerate() throws SQLException, MasterKeyException {
        Instant now = clocks.now();
        use(Transaction.run(database, connection -> {
            SigningKeyTable.lock(connection);
            List<SealedKey> present = SigningKeyTable.read(connection, now);
            if (present.isEmpty()) {
                table.insert(connection, SigningKey.generate(), now, now);
                return SigningKeyTable.read(connection, now);
            }
            return present;
        }));
    }

    /** Learns what other replicas published. On any exception the known keys stay in use. */
    public void refresh() throws SQLException, MasterKeyException {
        List<SealedKey> found = Transaction.run(database, connection -> SigningKeyTable.read(connection, clocks.now()));
        if (!found.isEmpty() && !found.equals(stored)) {
            use(found);
        }
    }

    /**
     * Publishes a new key now; it signs after {@link #PUBLISHED_BEFORE_USE}, and the others retire
     * {@link #TRUSTED_AFTER_USE} later. Nothing else has to happen: every replica follows the times in the table.
     *
     * @param actor who asked, for the audit trail
     * @return the new key's id
     * @throws AuditUnavailableException when the change cannot be recorded; nothing is changed then
     */
    public String rotate(AuditJournal journal, String actor)
            throws SQLException, AuditUnavailableException, MasterKeyException {
        Instant now = clocks.now();
        ECKey next = SigningKey.generate();
        Instant activatesAt = now.plus(PUBLISHED_BEFORE_USE);
        var _ = Transaction.<String, AuditUnavailableException>run(database, connection -> {
            SigningKeyTable.lock(connection);
            table.insert(connection, next, now, activatesAt);
            SigningKeyTable.retireOthers(connection, next.getKeyID(), activatesAt.plus(TRUSTED_AFTER_USE));
            journal.append(new AuditEvent.Administered(
                            now,
                            actor,
                            "signing-key.rotate",
                            next.getKeyID(),
                            "signs from " + activatesAt,
                            BeforeAfter.changed("signing", current().kid(), next.getKeyID())))
                    .awaitDurable(RECORD_WITHIN);
            return next.getKeyID();
        });
        refresh();
        return next.getKeyID();
    }

    /** Seals the private halves under the data key whose turn it is, where that was another one's. */
    public void reseal() throws SQLException {
        for (SealedKey key : stored) {
            boolean _ = Transaction.run(database, connection -> table.reseal(connection, key));
        }
    }

    /** Signs with the key whose turn it is: the compact serialization of a JWS with this {@code typ}. */
    public String sign(String type, Json claims) {
        return current().sign(type, claims.bytes());
    }

    /** Whether a key with this id is published and not retired. */
    public boolean trusts(String kid) {
        return trusted(kid).isPresent();
    }

    /** Whether this ES256 signature (R and S, 64 bytes) over {@code signed} is of the trusted key {@code kid}. */
    public boolean verify(String kid, byte[] signed, byte[] signature) {
        return trusted(kid).filter(key -> key.verify(signed, signature)).isPresent();
    }

    /** The public halves as a JWK Set (RFC 7517 §5). */
    public Json jwks() {
        ArrayWriter published = Json.array();
        Instant now = clocks.now();
        keys.values().stream().filter(key -> now.isBefore(key.retiresAt())).forEach(key -> published.add(jwk(key)));
        return Json.object().put("keys", published.build()).build();
    }

    private static Json jwk(SigningKey key) {
        try {
            return Json.read(key.publicJwk().toJSONString());
        } catch (JsonSyntaxException e) {
            throw new IllegalStateException("the JOSE library wrote a JWK that is not JSON", e);
        }
    }

    private Optional<SigningKey> trusted(String kid) {
        return Optional.ofNullable(keys.get(kid)).filter(key -> clocks.now().isBefore(key.retiresAt()));
    }

    /** A replica whose clock is behind may find no key active yet: then it takes the one that is first. */
    private SigningKey current() {
        Instant now = clocks.now();
        List<SigningKey> newestFirst = List.copyOf(keys.values());
        return newestFirst.stream()
                .filter(key -> !key.activatesAt().isAfter(now))
                .findFirst()
                .orElseGet(newestFirst::getLast);
    }

    private void use(List<SealedKey> newestFirst) throws MasterKeyException {
        Map<String, SigningKey> opened = new LinkedHashMap<>();
        for (SealedKey key : newestFirst) {
            opened.put(key.kid(), table.open(key));
        }
        keys = opened;
        stored = List.copyOf(newestFirst);
    }
}
