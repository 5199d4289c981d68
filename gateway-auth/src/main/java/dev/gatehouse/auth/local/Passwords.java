package dev.gatehouse.auth.local;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** Argon2id (RFC 9106), stored in the usual text form. Slow on purpose, so only a few are computed at a time. */
final class Passwords {
    static final int CHARS_MIN = 12;
    static final int CHARS_MAX = 256;

    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int AT_A_TIME_MAX = 2;
    private static final String FORM = "$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + PASSES + ",p=" + LANES + "$";
    private static final Pattern STORED =
            Pattern.compile(Pattern.quote(FORM) + "([A-Za-z0-9+/]{22})\\$([A-Za-z0-9+/]{43})");

    private final SecureRandom random = new SecureRandom();
    private final Semaphore free = new Semaphore(AT_A_TIME_MAX);

    String hash(String password) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return FORM + base64.encodeToString(salt) + "$" + base64.encodeToString(argon2(password, salt));
    }

    boolean matches(String stored, String password) {
        Matcher parts = STORED.matcher(stored);
        if (!parts.matches()) {
            throw new IllegalStateException("a stored password hash is not of our making");
        }
        Base64.Decoder base64 = Base64.getDecoder();
        return MessageDigest.isEqual(base64.decode(parts.group(2)), argon2(password, base64.decode(parts.group(1))));
    }

    /** For when there is no account: takes as long as {@link #matches}, so that the answer does. */
    void matchNobody(String password) {
        boolean _ = MessageDigest.isEqual(new byte[HASH_BYTES], argon2(password, new byte[SALT_BYTES]));
    }

    private byte[] argon2(String password, byte[] salt) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(MEMORY_KIB)
                .withIterations(PASSES)
                .withParallelism(LANES)
                .withSalt(salt)
                .build());
        byte[] hash = new byte[HASH_BYTES];
        free.acquireUninterruptibly();
        try {
            // Two keyboards can write the same letters in different bytes.
            String same = Normalizer.normalize(password, Normalizer.Form.NFKC);
            generator.generateBytes(same.getBytes(StandardCharsets.UTF_8), hash);
        } finally {
            free.release();
        }
        return hash;
    }
}
