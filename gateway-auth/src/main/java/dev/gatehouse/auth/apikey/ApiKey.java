package dev.gatehouse.auth.apikey;

import dev.gatehouse.core.digest.Sha256;
import dev.gatehouse.core.identity.AccessToken;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * An API key in the clear. It says by itself that it is one: a prefix nobody else uses, 256 random bits and a check, all in
 * characters that a double click selects. So a scanner finds it in a file and knows, without asking us, that it is no
 * accident; and a key with a typing error is refused without being looked up.
 */
public record ApiKey(String value) {
    /** For scanners of secrets. */
    static final String PATTERN = AccessToken.API_KEY_PREFIX + "[0-9A-Za-z]{49}";

    private static final String PREFIX = AccessToken.API_KEY_PREFIX;
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int RANDOM_BITS = 256;
    private static final int RANDOM_CHARS = 43;
    private static final int CHECK_CHARS = 6;
    private static final int CHARS = PREFIX.length() + RANDOM_CHARS + CHECK_CHARS;
    private static final int SHOWN_CHARS = PREFIX.length() + 6;

    static ApiKey random(SecureRandom random) {
        String unchecked = PREFIX + base62(new BigInteger(RANDOM_BITS, random), RANDOM_CHARS);
        return new ApiKey(unchecked + check(unchecked));
    }

    /** Whether somebody took it for one: what it is worth is another matter. */
    public static boolean isMeantBy(String token) {
        return token.startsWith(PREFIX);
    }

    /** Empty when no key could have this form, or when its check is wrong. */
    static Optional<ApiKey> parse(String token) {
        if (token.length() != CHARS || !isMeantBy(token)) {
            return Optional.empty();
        }
        int end = CHARS - CHECK_CHARS;
        boolean good = token.chars().skip(PREFIX.length()).allMatch(c -> DIGITS.indexOf(c) >= 0)
                && token.substring(end).equals(check(token.substring(0, end)));
        return good ? Optional.of(new ApiKey(token)) : Optional.empty();
    }

    /** What is stored. With 256 random bits there is nothing to guess that a slow hash would protect. */
    byte[] sha256() {
        return Sha256.of(value);
    }

    /** So much as tells its owner which one it is. */
    String shown() {
        return value.substring(0, SHOWN_CHARS);
    }

    /** CRC-32 of everything before it. */
    private static String check(String unchecked) {
        CRC32 crc = new CRC32();
        crc.update(unchecked.getBytes(StandardCharsets.US_ASCII));
        return base62(BigInteger.valueOf(crc.getValue()), CHECK_CHARS);
    }

    private static String base62(BigInteger number, int chars) {
        StringBuilder digits = new StringBuilder(chars);
        BigInteger rest = number;
        BigInteger base = BigInteger.valueOf(DIGITS.length());
        for (int i = 0; i < chars; i++) {
            BigInteger[] split = rest.divideAndRemainder(base);
            digits.append(DIGITS.charAt(split[1].intValue()));
            rest = split[0];
        }
        return digits.reverse().toString();
    }

    @Override
    public String toString() {
        return "ApiKey[hidden]";
    }
}
