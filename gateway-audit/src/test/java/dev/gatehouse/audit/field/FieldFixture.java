package dev.gatehouse.audit.field;

import dev.gatehouse.audit.event.EventGuard;
import dev.gatehouse.audit.event.EventKeep;
import dev.gatehouse.audit.event.EventVeil;
import dev.gatehouse.audit.proof.SealingKey;
import dev.gatehouse.audit.spool.AuditSpool;
import dev.gatehouse.audit.spool.FsyncObserver;
import dev.gatehouse.audit.spool.Sealing;
import dev.gatehouse.audit.spool.SpoolSettings;
import dev.gatehouse.core.audit.AuditField;
import dev.gatehouse.core.audit.FieldClass;
import dev.gatehouse.core.audit.FieldClasses;
import dev.gatehouse.core.call.Clocks;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;

/** Keys and spools whose records name nobody. */
public final class FieldFixture {
    /** Whatever can be encrypted is, and whatever cannot be is hashed or dropped. */
    public static final FieldClasses STRICT = new FieldClasses(Map.of(
            AuditField.SUBJECT, FieldClass.ENCRYPTED,
            AuditField.OWNER, FieldClass.ENCRYPTED,
            AuditField.PEER, FieldClass.HMAC,
            AuditField.GROUPS, FieldClass.HMAC,
            AuditField.CHANGES, FieldClass.ENCRYPTED,
            AuditField.ARGUMENTS, FieldClass.ENCRYPTED,
            AuditField.RESULTS, FieldClass.ENCRYPTED,
            AuditField.QUESTIONS, FieldClass.DROPPED));

    private static final TestSeal SEAL = new TestSeal();
    private static final SpoolSettings SETTINGS = new SpoolSettings(1 << 20, 1 << 30, Duration.ofHours(1));

    private FieldFixture() {}

    public static SubjectKeys keys(Path file, DataSource database) throws IOException {
        return SubjectKeys.open(new SubjectKeys.Parts(file, database, SEAL, SEAL, "g", Clocks.SYSTEM));
    }

    public static FieldVeil veil(FieldClasses classes, SubjectKeys keys) {
        FieldVeil veil = new FieldVeil(_ -> classes);
        veil.use(keys);
        return veil;
    }

    public static AuditSpool spool(Path directory, SealingKey key, EventVeil veil) throws IOException {
        Sealing sealing = new Sealing(key, EventKeep.DEFAULT, EventGuard.NONE, veil, _ -> {});
        return AuditSpool.open(directory, SETTINGS, sealing, Clocks.SYSTEM, FsyncObserver.NONE);
    }

    /** A database that is away. */
    static DataSource away() {
        return (DataSource) java.lang.reflect.Proxy.newProxyInstance(
                FieldFixture.class.getClassLoader(), new Class<?>[] {DataSource.class}, (_, _, _) -> {
                    throw new SQLException("away");
                });
    }
}
