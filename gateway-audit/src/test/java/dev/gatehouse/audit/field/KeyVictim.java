package dev.gatehouse.audit.field;

import dev.gatehouse.audit.Events;
import dev.gatehouse.audit.proof.SealingKey;
import dev.gatehouse.audit.spool.AuditSpool;
import dev.gatehouse.core.audit.AuditEvent;
import java.nio.file.Path;
import java.time.Duration;

/** A process that records somebody new with each record, while the database is away, until it is killed. */
final class KeyVictim {
    private KeyVictim() {}

    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args[0]);
        SubjectKeys keys = FieldFixture.keys(directory.resolve("keys"), FieldFixture.away());
        AuditSpool spool = FieldFixture.spool(
                directory.resolve("spool"), SealingKey.generate(), FieldFixture.veil(FieldFixture.STRICT, keys));
        // A test that is killed itself can kill nobody: then nobody reads what this prints.
        for (int n = 0; !System.out.checkError(); n++) {
            AuditEvent event = new AuditEvent.Administered(
                    Events.NOON, args[1] + "/" + n, "user.update", "corp/" + args[1] + n, "told to " + n);
            spool.append(event).awaitDurable(Duration.ofSeconds(5));
            System.out.println(n);
        }
        Runtime.getRuntime().halt(0);
    }
}
