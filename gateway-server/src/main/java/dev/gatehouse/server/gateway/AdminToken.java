package dev.gatehouse.server.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * What the command line shows to the admin listener: a random secret in a file that only the gateway's owner may read.
 * Whoever can read the data directory is the operator.
 */
public final class AdminToken {
    private static final int BYTES = 32;

    private final String value;

    private AdminToken(String value) {
        this.value = value;
    }

    /** The token in the file; a new one is drawn when there is none. */
    public static AdminToken readOrCreate(Path file) throws IOException {
        if (Files.notExists(file)) {
            byte[] random = new byte[BYTES];
            new SecureRandom().nextBytes(random);
            PrivateFile.write(
                    file, "gth_" + Base64.getUrlEncoder().withoutPadding().encodeToString(random));
        }
        return read(file);
    }

    /** @throws IOException when there is no such file, or it is not ours to read */
    public static AdminToken read(Path file) throws IOException {
        return new AdminToken(Files.readString(file).strip());
    }

    public boolean matches(String presented) {
        return MessageDigest.isEqual(
                value.getBytes(StandardCharsets.UTF_8), presented.getBytes(StandardCharsets.UTF_8));
    }

    /** The {@code Authorization} header that presents this token. */
    public String header() {
        return "Bearer " + value;
    }

    @Override
    public String toString() {
        return "AdminToken[hidden]";
    }
}
