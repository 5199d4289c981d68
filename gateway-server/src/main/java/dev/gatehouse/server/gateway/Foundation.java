package dev.gatehouse.server.gateway;

import dev.gatehouse.audit.anchor.Anchor;
import dev.gatehouse.audit.anchor.Anchoring;
import dev.gatehouse.audit.anchor.FileAnchor;
import dev.gatehouse.audit.anchor.S3Anchor;
import dev.gatehouse.audit.anchor.SyslogAnchor;
import dev.gatehouse.audit.field.FieldVeil;
import dev.gatehouse.audit.field.SubjectKeys;
import dev.gatehouse.audit.http.HttpSender;
import dev.gatehouse.audit.proof.SealingKey;
import dev.gatehouse.audit.retain.Floors;
import dev.gatehouse.audit.spool.AuditSpool;
import dev.gatehouse.audit.spool.FsyncObserver;
import dev.gatehouse.audit.spool.Sealing;
import dev.gatehouse.audit.spool.SpoolInUseException;
import dev.gatehouse.audit.spool.SpoolSettings;
import dev.gatehouse.auth.Auth;
import dev.gatehouse.auth.LocalCopy;
import dev.gatehouse.auth.LocalCopyException;
import dev.gatehouse.auth.egress.OperatorHttp;
import dev.gatehouse.auth.keys.MasterKey;
import dev.gatehouse.auth.keys.MasterKeyException;
import dev.gatehouse.auth.keys.SealedFile;
import dev.gatehouse.auth.token.Issuer;
import dev.gatehouse.core.audit.FieldClasses;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.call.Doorkeeper;
import dev.gatehouse.core.call.Rejections;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.policy.pin.PinFile;
import dev.gatehouse.server.config.DatabaseConfig;
import dev.gatehouse.server.config.GatehouseConfig;
import dev.gatehouse.server.config.TrailConfig;
import dev.gatehouse.server.config.bind.Secret;
import dev.gatehouse.server.database.Database;
import dev.gatehouse.server.database.DatabaseUnavailableException;
import dev.gatehouse.server.masking.KeyMask;
import dev.gatehouse.server.postgres.EmbeddedPostgres;
import dev.gatehouse.server.postgres.PostgresFailedException;
import dev.gatehouse.server.sink.Outside;
import dev.gatehouse.server.sink.S3Clients;
import dev.gatehouse.server.sink.SyslogLines;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What must stand before anything can be served or administered: the data directory, the audit spool that locks it, the
 * database, the keys and agents. A running gateway stands on it, and so does a verb used while none runs.
 */
final class Foundation implements AutoCloseable {
    private static final Duration ANCHOR_WITHIN = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(Foundation.class);

    private final Resources resources;
    private final DataDirectory data;
    private final Anchoring anchoring;
    private final Floors floors;
    private final AuditSpool spool;
    private final Database database;
    private final Auth auth;
    private final PinFile pinFile;
    private final SubjectKeys fieldKeys;

    /** What to do when the database is away. */
    enum WithoutDatabase {
        REFUSE,
        /** Start from the local copy of agents and keys, where there is one. */
        USE_LOCAL_COPY
    }

    private Foundation(
            GatehouseConfig config,
            Supplier<Revision> revisions,
            FsyncObserver fsyncs,
            Clocks clocks,
            WithoutDatabase without,
            Resources resources)
            throws StartFailedException, IOException, SQLException, PostgresFailedException,
                    DatabaseUnavailableException, MasterKeyException {
        this.resources = resources;
        data = DataDirectory.open(config.dataDir());
        MasterKey master = MasterKey.parse("masterKey", config.masterKey().reveal());
        // The spool's lock comes first: whoever holds it owns the directory, the embedded database included.
        SealingKey key = TrailKey.readOrCreate(data, master);
        int keepDays = (int) config.audit().retention().toDays();
        anchoring = resources.add(Anchoring.start(key, anchors(config, clocks), clocks));
        floors = Floors.open(
                new SealedCopy(new SealedFile(data.floors(), master, "how long records are kept at least")),
                Files.notExists(data.audit()));
        FieldClasses fields = config.audit().fields().classes();
        FieldVeil veil = new FieldVeil(bundle -> Keeping.fields(revisions.get(), bundle, fields));
        Sealing sealing = new Sealing(
                key,
                bundle -> floors.keep(bundle, Keeping.days(revisions.get(), bundle, keepDays)),
                KeyMask.GUARD,
                veil,
                anchoring::sealed);
        spool = resources.add(AuditSpool.open(data.audit(), settings(config), sealing, clocks, fsyncs));
        database = openDatabase(config);
        // The embedded server starts with the gateway or not at all.
        pinFile = config.database().isPresent()
                ? new SealedCopy(new SealedFile(data.pins(), master, "pins of " + database.name()))
                : PinFile.NONE;
        Auth.Parts parts = new Auth.Parts(
                new Issuer(config.server().origin()),
                master,
                database.dataSource(),
                spool,
                revisions,
                // The embedded server starts with the gateway or not at all.
                config.database().map(_ -> localCopy(master, clocks)),
                clocks);
        auth = resources.add(openAuth(parts, without));
        fieldKeys = resources.add(SubjectKeys.open(new SubjectKeys.Parts(
                data.fieldKeys(), database.dataSource(), auth.sealer(), auth.keyedHash(), spool.gatewayId(), clocks)));
        veil.use(fieldKeys);
    }

    private LocalCopy localCopy(MasterKey master, Clocks clocks) {
        SealedFile file = new SealedFile(data.localCopy(), master, "agents and signing keys");
        return new LocalCopy(file, database.name(), clocks);
    }

    private Auth openAuth(Auth.Parts parts, WithoutDatabase without)
            throws SQLException, DatabaseUnavailableException, MasterKeyException, StartFailedException {
        try {
            database.prepare();
        } catch (DatabaseUnavailableException e) {
            if (without == WithoutDatabase.REFUSE
                    || !e.isOutage()
                    || parts.copy().isEmpty()) {
                throw e;
            }
            return restoreAuth(parts, e);
        }
        floors.refresh(database.dataSource());
        return Auth.open(parts);
    }

    private Auth restoreAuth(Auth.Parts parts, DatabaseUnavailableException outage) throws StartFailedException {
        try {
            Auth restored = Auth.restore(parts);
            LOG.warn("started without the database: {}", outage.getMessage());
            database.prepareWhenBack();
            return restored;
        } catch (LocalCopyException e) {
            throw new StartFailedException(
                    outage.getMessage() + " Nor can it be waited for: " + e.getMessage() + ".", e);
        }
    }

    /** Opens all of it, or nothing. */
    static Foundation open(
            GatehouseConfig config,
            Supplier<Revision> revisions,
            FsyncObserver fsyncs,
            Clocks clocks,
            WithoutDatabase without)
            throws StartFailedException {
        Resources resources = new Resources();
        boolean complete = false;
        try {
            Foundation foundation = new Foundation(config, revisions, fsyncs, clocks, without, resources);
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

    private Database openDatabase(GatehouseConfig config) throws PostgresFailedException {
        if (config.database().isPresent()) {
            DatabaseConfig external = config.database().get();
            return resources.add(Database.of(
                    external.url(),
                    external.user().orElse(""),
                    external.password().map(Secret::reveal).orElse("")));
        }
        EmbeddedPostgres postgres = resources.add(EmbeddedPostgres.start(data.postgres()));
        return resources.add(Database.of(postgres.jdbcUrl(), postgres.user(), postgres.password()));
    }

    private List<Anchor> anchors(GatehouseConfig config, Clocks clocks) {
        List<Anchor> anchors = new ArrayList<>();
        for (TrailConfig.AnchorConfig anchor : config.audit().anchors()) {
            anchor.file().map(FileAnchor::new).ifPresent(anchors::add);
            anchor.s3()
                    .map(s3 -> new S3Anchor(S3Clients.of(s3, anchorHttp(), clocks.wall())))
                    .ifPresent(anchors::add);
            anchor.syslog()
                    .map(syslog -> new SyslogAnchor(
                            SyslogLines.to(syslog), syslog.address().toString(), syslog.facility(), clocks.wall()))
                    .ifPresent(anchors::add);
        }
        return anchors;
    }

    /** Each anchor waits for the one before it. */
    private HttpSender anchorHttp() {
        return Outside.sending(resources.add(OperatorHttp.patient(ANCHOR_WITHIN)), ANCHOR_WITHIN);
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

    /** For how many days records are kept at least. */
    Floors floors() {
        return floors;
    }

    /** Takes checkpoints of the trail outside. */
    Anchoring anchoring() {
        return anchoring;
    }

    Database database() {
        return database;
    }

    /** Where changes are made and recorded. */
    RecordedChange.Place place(Clocks clocks) {
        return new RecordedChange.Place(database.dataSource(), spool, clocks);
    }

    /** Lets in whoever can prove who they are. */
    Doorkeeper doorkeeper(Clocks clocks) {
        return new Doorkeeper(
                auth.authenticator(), auth.standing(), auth.switches(), new Rejections(spool, clocks), clocks);
    }

    Auth auth() {
        return auth;
    }

    /** The keys of those whom the trail names. */
    SubjectKeys fieldKeys() {
        return fieldKeys;
    }

    PinFile pinFile() {
        return pinFile;
    }

    @Override
    public void close() {
        resources.close();
    }
}
