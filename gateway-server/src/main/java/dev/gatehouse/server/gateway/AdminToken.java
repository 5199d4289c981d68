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
    private static final String PREFIX = "gth_";

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
                    file, PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random));
        }
        return read(file);
    }

    /** @throws IOException when there is no such file, it is not ours to read, or no token of ours is in it */
    public static AdminToken read(Path file) throws IOException {
        String value = Files.readString(file).strip();
        if (!value.startsWith(PREFIX) || value.length() < PREFIX.length() + BYTES) {
            throw new IOException(file + " holds no admin token; delete it to have a new one made");
        }
        return new AdminToken(value);
    }

    /** Whether an {@code Authorization} header presents this token; takes the same time however wrong it is. */
    public boolean admits(String header) {
        return MessageDigest.isEqual(
                header().getBytes(StandardCharsets.UTF_8), header.getBytes(StandardCharsets.UTF_8));
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
