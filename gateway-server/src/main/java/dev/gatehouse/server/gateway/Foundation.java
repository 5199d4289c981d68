package dev.gatehouse.server.gateway;

import dev.gatehouse.audit.spool.AuditSpool;
import dev.gatehouse.audit.spool.FsyncObserver;
import dev.gatehouse.audit.spool.SpoolInUseException;
import dev.gatehouse.audit.spool.SpoolSettings;
import dev.gatehouse.auth.Auth;
import dev.gatehouse.auth.keys.MasterKey;
import dev.gatehouse.auth.keys.MasterKeyException;
import dev.gatehouse.auth.token.Issuer;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.server.config.DatabaseConfig;
import dev.gatehouse.server.config.GatehouseConfig;
import dev.gatehouse.server.config.bind.Secret;
import dev.gatehouse.server.database.Database;
import dev.gatehouse.server.database.DatabaseUnavailableException;
import dev.gatehouse.server.postgres.EmbeddedPostgres;
import dev.gatehouse.server.postgres.PostgresFailedException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.function.Supplier;

/**
 * What must stand before anything can be served or administered: the data directory, the audit spool that locks it, the
 * database, the keys and agents. A running gateway stands on it, and so does a verb used while none runs.
 */
final class Foundation implements AutoCloseable {
    private final Resources resources;
    private final DataDirectory data;
    private final AuditSpool spool;
    private final Database database;
    private final Auth auth;

    private Foundation(GatehouseConfig config, Supplier<Revision> revisions, FsyncObserver fsyncs, Resources resources)
            throws StartFailedException, IOException, SQLException, PostgresFailedException,
                    DatabaseUnavailableException, MasterKeyException {
        this.resources = resources;
        data = DataDirectory.open(config.dataDir());
        MasterKey master = MasterKey.parse("masterKey", config.masterKey().reveal());
        // The spool's lock comes first: whoever holds it owns the directory, the embedded database included.
        spool = resources.add(AuditSpool.open(data.audit(), settings(config), Clocks.SYSTEM, fsyncs));
        database = resources.add(openDatabase(config));
        Auth.Parts parts = new Auth.Parts(
                new Issuer(config.server().origin()), master, database.dataSource(), spool, revisions, Clocks.SYSTEM);
        auth = resources.add(Auth.open(parts));
    }

    /** Opens all of it, or nothing. */
    static Foundation open(GatehouseConfig config, Supplier<Revision> revisions, FsyncObserver fsyncs)
            throws StartFailedException {
        Resources resources = new Resources();
        boolean complete = false;
        try {
            Foundation foundation = new Foundation(config, revisions, fsyncs, resources);
            complete = true;
            return foundation;
        } catch (SpoolInUseException | PostgresFailedException | DatabaseUnavailableException | MasterKeyException e) {
            throw new StartFailedException(String.valueOf(e.getMessage()), e);
        } catch (IOException | SQLException e) {
            throw new StartFailedException("cannot start: " + e.getMessage(), e);
        } finally {
            if (!complete) {
                resources.close();
            }
        }
    }

    private Database openDatabase(GatehouseConfig config) throws PostgresFailedException, DatabaseUnavailableException {
        if (config.database().isPresent()) {
            DatabaseConfig external = config.database().get();
            return Database.open(
                    external.url(),
                    external.user().orElse(""),
                    external.password().map(Secret::reveal).orElse(""));
        }
        EmbeddedPostgres postgres = resources.add(EmbeddedPostgres.start(data.postgres()));
        return Database.open(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }

    private static SpoolSettings settings(GatehouseConfig config) {
        SpoolSettings usual = SpoolSettings.DEFAULT;
        return new SpoolSettings(
                usual.segmentBytes(), config.limits().auditSpool().bytes(), usual.keptAfterShipping());
    }

    DataDirectory data() {
        return data;
    }

    AuditSpool spool() {
        return spool;
    }

    Database database() {
        return database;
    }

    Auth auth() {
        return auth;
    }

    @Override
    public void close() {
        resources.close();
    }
}
