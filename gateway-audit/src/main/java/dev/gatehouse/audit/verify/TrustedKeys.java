package dev.gatehouse.audit.verify;

import dev.gatehouse.audit.proof.PublicKey;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The public keys that a verifier believes. */
public final class TrustedKeys {
    private final Map<String, PublicKey> byId = new LinkedHashMap<>();

    public TrustedKeys(List<PublicKey> keys) {
        keys.forEach(key -> byId.put(key.id(), key));
    }

    /**
     * Reads one key from each line: 64 hexadecimal digits. Empty lines and those that begin with {@code #} say nothing.
     *
     * @throws IOException when the file cannot be read, or holds something else, or nothing
     */
    public static TrustedKeys read(Path file) throws IOException {
        List<PublicKey> keys = new ArrayList<>();
        int number = 0;
        for (String line : lines(file)) {
            number++;
            String stripped = line.strip();
            if (!stripped.isEmpty() && !stripped.startsWith("#")) {
                try {
                    keys.add(PublicKey.parse(stripped));
                } catch (IllegalArgumentException e) {
                    throw new IOException(file + ", line " + number + ": no public key of 64 hexadecimal digits", e);
                }
            }
        }
        if (keys.isEmpty()) {
            throw new IOException(file + " holds no key");
        }
        return new TrustedKeys(keys);
    }

    Optional<PublicKey> byId(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    List<PublicKey> all() {
        return List.copyOf(byId.values());
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (CharacterCodingException e) {
            throw new IOException(file + " is no text", e);
        }
    }
}
