package dev.gatehouse.testkit.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Objects;

/**
 * The labelled texts under {@code corpus/}. Every third, by the SHA-256 of its line, is held back: rules are written with
 * the others, and these say how good they are.
 */
public final class Corpus {
    private static final BigInteger SHARE = BigInteger.valueOf(3);

    private Corpus() {}

    /** @param name such as {@code commands} */
    public static List<Sample> read(String name) {
        String file = "/corpus/" + name + ".txt";
        try (InputStream in = Objects.requireNonNull(Corpus.class.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && line.charAt(0) != '#')
                    .map(Corpus::sample)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Sample sample(String line) {
        int space = line.indexOf(' ');
        long seed = new BigInteger(sha256(line)).longValue();
        String text = Notation.read(line.substring(space + 1), seed);
        return new Sample(line.substring(0, space), text, isHeldBack(line));
    }

    /** Whether this line is of the third that nobody looks at while rules are written. */
    public static boolean isHeldBack(String line) {
        return new BigInteger(1, sha256(line)).mod(SHARE).signum() == 0;
    }

    private static byte[] sha256(String line) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(line.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
