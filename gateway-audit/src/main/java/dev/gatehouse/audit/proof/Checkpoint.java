package dev.gatehouse.audit.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.core.digest.Sha256;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What the first blocks of a chain were, as a signed note (C2SP signed-note and tlog-checkpoint).
 *
 * @param origin names gateway and chain
 * @param size how many blocks
 * @param root over their headers
 * @param time when it was said, to the second
 */
public record Checkpoint(String origin, long size, byte[] root, Instant time) {
    private static final String ORIGIN = "gatehouse-audit/";
    private static final String TIME = "time ";
    private static final String SIGNED_BY = "\u2014 ";
    private static final int LINES = 6;
    private static final int HINT_BYTES = 4;
    private static final byte[] ED25519 = {'\n', 1};

    public Checkpoint {
        time = time.truncatedTo(ChronoUnit.SECONDS);
    }

    public static String origin(String gateway, long chain) {
        return ORIGIN + gateway + "/" + chain;
    }

    /** The note, from its first byte to its last. */
    public String signedBy(SealingKey key) {
        ByteBuffer signature = ByteBuffer.allocate(HINT_BYTES + PublicKey.SIGNATURE_BYTES)
                .put(hint(origin, key.publicKey()))
                .put(key.sign(text().getBytes(UTF_8)));
        return text() + "\n" + SIGNED_BY + origin + " " + base64(signature.array()) + "\n";
    }

    /** Reads a note; empty when it is none, or when its signature is by none of these keys. */
    public static Optional<Checkpoint> read(String note, List<PublicKey> keys) {
        String[] lines = note.split("\n", -1);
        if (lines.length < LINES || !lines[3].startsWith(TIME) || !lines[4].isEmpty()) {
            return Optional.empty();
        }
        try {
            Checkpoint read = new Checkpoint(
                    lines[0],
                    Long.parseLong(lines[1]),
                    bytes(lines[2]),
                    Instant.parse(lines[3].substring(TIME.length())));
            return note.startsWith(read.text()) && read.isSignedBy(lines[5], keys)
                    ? Optional.of(read)
                    : Optional.empty();
        } catch (IllegalArgumentException | DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private boolean isSignedBy(String line, List<PublicKey> keys) {
        String start = SIGNED_BY + origin + " ";
        if (!line.startsWith(start)) {
            return false;
        }
        byte[] signature = bytes(line.substring(start.length()));
        return signature.length == HINT_BYTES + PublicKey.SIGNATURE_BYTES
                && keys.stream().anyMatch(key -> isBy(key, signature));
    }

    private boolean isBy(PublicKey key, byte[] signature) {
        return Arrays.equals(signature, 0, HINT_BYTES, hint(origin, key), 0, HINT_BYTES)
                && key.verifies(text().getBytes(UTF_8), Arrays.copyOfRange(signature, HINT_BYTES, signature.length));
    }

    private String text() {
        return origin + "\n" + size + "\n" + base64(root) + "\n" + TIME + time + "\n";
    }

    private static byte[] hint(String name, PublicKey key) {
        byte[] origin = name.getBytes(UTF_8);
        ByteBuffer named = ByteBuffer.allocate(origin.length + ED25519.length + PublicKey.BYTES)
                .put(origin)
                .put(ED25519)
                .put(key.bytes());
        return Arrays.copyOf(Sha256.of(named.array()), HINT_BYTES);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Only the one text that {@link #base64} makes of them: the spare bits of a last digit are zero (RFC 4648 section 3.5). */
    private static byte[] bytes(String base64) {
        byte[] bytes = Base64.getDecoder().decode(base64);
        if (!base64(bytes).equals(base64)) {
            throw new IllegalArgumentException("not canonical Base64");
        }
        return bytes;
    }
}
