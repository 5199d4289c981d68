package dev.gatehouse.auth.login;

import dev.gatehouse.auth.keys.Base64Url;
import dev.gatehouse.core.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Pattern;

/** 256 random bits that only one browser has, in a cookie. */
public record BrowserSecret(String value) {
    private static final int RANDOM_BYTES = 32;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final SecureRandom RANDOM = new SecureRandom();

    public static BrowserSecret random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(bytes);
        return new BrowserSecret(Base64Url.encode(bytes));
    }

    /** Empty for what we never gave out. */
    public static Optional<BrowserSecret> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new BrowserSecret(text)) : Optional.empty();
    }

    /** What is stored; with nothing to guess, a fast digest will do. */
    public byte[] sha256() {
        return Sha256.of(value);
    }

    /**
     * What every form of this browser carries. Made from the secret, so that it needs no storing; a page of somebody else
     * can neither read the cookie nor this.
     */
    public String formToken() {
        return Base64Url.encode(Sha256.of("form " + value));
    }

    public boolean isFormToken(Optional<String> presented) {
        return presented
                .filter(token -> MessageDigest.isEqual(
                        token.getBytes(StandardCharsets.UTF_8), formToken().getBytes(StandardCharsets.UTF_8)))
                .isPresent();
    }

    @Override
    public String toString() {
        return "BrowserSecret[hidden]";
    }
}
