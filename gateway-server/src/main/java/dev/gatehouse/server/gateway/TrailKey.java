package dev.gatehouse.server.gateway;

import dev.gatehouse.audit.proof.SealingKey;
import dev.gatehouse.auth.keys.MasterKey;
import dev.gatehouse.auth.keys.SealedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key that seals the audit trail: drawn at the first start, kept in the data directory under the master key, because
 * sealing goes on while PostgreSQL is away. Its public half is written beside it for whoever verifies; every key that was
 * ever used stays in that list.
 */
final class TrailKey {
    private static final Logger LOG = LoggerFactory.getLogger(TrailKey.class);

    private TrailKey() {}

    static SealingKey readOrCreate(DataDirectory data, MasterKey master) throws IOException, StartFailedException {
        SealedFile file = new SealedFile(data.auditKey(), master, "the key of the audit trail");
        if (Files.notExists(data.auditKey())) {
            return create(file, data.auditPublicKeys());
        }
        Optional<byte[]> stored = file.read();
        if (stored.isEmpty()) {
            throw new StartFailedException(
                    data.auditKey() + " was sealed by another master key, or altered. Give the gateway the master key"
                            + " it had; or move the file away, and the trail goes on under a new key.");
        }
        return SealingKey.of(stored.get());
    }

    private static SealingKey create(SealedFile file, Path publicKeys) throws IOException {
        SealingKey key = SealingKey.generate();
        file.write(key.toBytes());
        List<String> known = Files.exists(publicKeys) ? Files.readAllLines(publicKeys) : List.of();
        PrivateFile.write(
                publicKeys,
                String.join("\n", known) + (known.isEmpty() ? "" : "\n") + key.publicKey() + "\n");
        LOG.info(
                "the audit trail is sealed by a new key from now on; keep its public half elsewhere: {}",
                key.publicKey());
        return key;
    }
}
