package dev.gatehouse.server.trail;

import dev.gatehouse.audit.field.SubjectKeys;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.identity.KeyedHash;
import dev.gatehouse.core.identity.Sealer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Keys of names where all names are plain. */
final class NoKeys {
    private static final Sealer SEALER = new Sealer() {
        @Override
        public String seal(String purpose, byte[] plain) {
            return "";
        }

        @Override
        public Optional<byte[]> open(String purpose, String sealed) {
            return Optional.empty();
        }
    };

    private static final KeyedHash HASH = new KeyedHash() {
        @Override
        public String of(String purpose, String text) {
            return text;
        }

        @Override
        public List<String> all(String purpose, String text) {
            return List.of();
        }
    };

    private NoKeys() {}

    static SubjectKeys open(Path folder, DataSource database) throws IOException {
        return SubjectKeys.open(
                new SubjectKeys.Parts(folder.resolve("keys"), database, SEALER, HASH, "g", Clocks.SYSTEM));
    }
}
