package dev.gatehouse.audit.proof;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gatehouse.core.digest.Sha256;
import java.util.HexFormat;

/**
 * A header as it is stored, and who signed it.
 *
 * @param bytes of the header
 */
public record SealedBlock(BlockHeader header, byte[] bytes, byte[] signature) {
    private static final byte[] PURPOSE = "gatehouse-audit-block-v1\n".getBytes(US_ASCII);

    public static SealedBlock seal(BlockHeader header, SealingKey key) {
        byte[] bytes = header.bytes();
        return new SealedBlock(header, bytes, key.sign(signed(bytes)));
    }

    /** What the next header calls {@code previous}. */
    public String digest() {
        return digest(bytes);
    }

    public static String digest(byte[] header) {
        return HexFormat.of().formatHex(Sha256.of(header));
    }

    public boolean isSignedBy(PublicKey key) {
        return key.id().equals(header.key()) && key.verifies(signed(bytes), signature);
    }

    private static byte[] signed(byte[] header) {
        byte[] signed = new byte[PURPOSE.length + header.length];
        System.arraycopy(PURPOSE, 0, signed, 0, PURPOSE.length);
        System.arraycopy(header, 0, signed, PURPOSE.length, header.length);
        return signed;
    }
}
