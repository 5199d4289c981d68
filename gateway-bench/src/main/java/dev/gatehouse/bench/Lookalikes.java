package dev.gatehouse.bench;

import dev.gatehouse.testkit.corpus.Sample;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;

/** What is as random as a secret and none: digests, identifiers, pictures, versions of packages. */
final class Lookalikes {
    private static final int OF_EACH = 150;
    private static final long SEED = 20261121;
    private static final HexFormat HEX = HexFormat.of();

    private Lookalikes() {}

    static List<Sample> samples() {
        Random random = new Random(SEED);
        List<Function<Random, String>> kinds = List.of(
                it -> "request " + uuid(it) + " took 12 ms",
                it -> "{\"id\": \"" + uuid(it) + "\", \"parent\": \"" + uuid(it) + "\"}",
                it -> "commit " + hex(it, 20) + " (HEAD -> main)",
                it -> "index " + hex(it, 4) + ".." + hex(it, 4) + " 100644",
                it -> "\"integrity\": \"sha512-" + base64(it, 64) + "\",",
                it -> "golang.org/x/net v0.38.0 h1:" + base64(it, 32),
                it -> "checksum = \"" + hex(it, 32) + "\"",
                it -> "image: registry.example.com/api@sha256:" + hex(it, 32),
                it -> "<img src=\"data:image/png;base64,iVBORw0KGgo" + base64(it, 180) + "\">",
                it -> "etag: W/\"" + hex(it, 16) + "\"",
                it -> "traceparent: 00-" + hex(it, 16) + "-" + hex(it, 8) + "-01",
                it -> "main." + hex(it, 4) + ".js and vendors~" + base64(it, 9).replace('/', 'a') + ".css",
                it -> "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI" + base64(it, 32) + " alice@example.com",
                it -> "-----BEGIN CERTIFICATE-----\nMIID" + base64(it, 300) + "\n-----END CERTIFICATE-----",
                it -> "https://example.com/watch?v="
                        + base64(it, 8).substring(0, 11).replace('/', '_'),
                it -> "object " + "0123456789abcdef".repeat(2) + hex(it, 4).toUpperCase(Locale.ROOT));
        return IntStream.range(0, kinds.size() * OF_EACH)
                .mapToObj(i -> new Sample("-", kinds.get(i % kinds.size()).apply(random), true))
                .toList();
    }

    private static String uuid(Random random) {
        return new UUID((random.nextLong() & ~0xF000L) | 0x4000L, (random.nextLong() >>> 2) | Long.MIN_VALUE)
                .toString();
    }

    private static String hex(Random random, int bytes) {
        return HEX.formatHex(bytes(random, bytes));
    }

    private static String base64(Random random, int bytes) {
        return Base64.getEncoder().encodeToString(bytes(random, bytes));
    }

    private static byte[] bytes(Random random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
