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
 * ever used stays in that list. A file that this master key does not open stays as it is, for the master key may have been
 * given wrongly, and another key is drawn: it is for those who verify to accept it.
 */
final class TrailKey {
    private static final int FILES_MAX = 100;
    private static final Logger LOG = LoggerFactory.getLogger(TrailKey.class);

    private TrailKey() {}

    static SealingKey readOrCreate(DataDirectory data, MasterKey master) throws IOException, StartFailedException {
        for (int number = 1; number <= FILES_MAX; number++) {
            Path path = data.auditKey(number);
            SealedFile file = new SealedFile(path, master, "the key of the audit trail");
            if (Files.notExists(path)) {
                return create(file, data.auditPublicKeys());
            }
            Optional<byte[]> stored = file.read();
            if (stored.isPresent()) {
                return SealingKey.of(stored.get());
            }
            LOG.warn("{} was sealed by another master key, or altered; it is left as it is", path);
        }
        throw new StartFailedException(
                data.path() + " holds " + FILES_MAX
                        + " keys of the audit trail that this master key does not open. Give the gateway the master key it had.");
    }

    private static SealingKey create(SealedFile file, Path publicKeys) throws IOException {
        SealingKey key = SealingKey.generate();
        file.write(key.toBytes());
        List<String> known = Files.exists(publicKeys) ? Files.readAllLines(publicKeys) : List.of();
        PrivateFile.write(
                publicKeys, String.join("\n", known) + (known.isEmpty() ? "" : "\n") + key.publicKey() + "\n");
        LOG.info(
                "the audit trail is sealed by a new key from now on; keep its public half elsewhere: {}",
                key.publicKey());
        return key;
    }
}
