package dev.gatehouse.policy.detect.secret;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The formats of {@code key-formats.txt}: a type, a confidence in percent, a pattern. */
final class KeyFormats {
    private static final String FILE = "key-formats.txt";

    private KeyFormats() {}

    static List<KeyFormat> read() {
        try (InputStream in = Objects.requireNonNull(KeyFormats.class.getResourceAsStream(FILE), FILE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && line.charAt(0) != '#')
                    .map(KeyFormats::format)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KeyFormat format(String line) {
        int first = line.indexOf(' ');
        int second = line.indexOf(' ', first + 1);
        int confidence = Integer.parseInt(line.substring(first + 1, second));
        return KeyFormat.parse(line.substring(0, first), confidence, line.substring(second + 1));
    }
}
