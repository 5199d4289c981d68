package dev.gatehouse.server.abuse;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Secrets that were planted, each once, so that one that is found says where it came from. */
final class Plants {
    /** So many characters of one are enough to be found by: a place that cuts or quotes a part gives it away as well. */
    private static final int PIECE_CHARS = 12;

    /** The first of the random part are left: a short cut would show those, and no more. */
    private static final int LEFT_CHARS = 4;

    private final long seed;
    private final Map<String, String> plain = new ConcurrentHashMap<>();
    private final Map<String, String> hexadecimal = new ConcurrentHashMap<>();

    Plants(long seed) {
        this.seed = seed;
    }

    /** A secret, the same for the same place, looked for from now on, as it is and in hexadecimal digits. */
    String plant(SecretShape shape, String where) {
        String secret = shape.draw(
                new Random(seed + 31L * where.hashCode() + shape.name().hashCode()));
        String drawn = secret.substring(shape.template().indexOf('{'));
        int from = Math.min(LEFT_CHARS, drawn.length() - PIECE_CHARS);
        String piece = drawn.substring(from, from + PIECE_CHARS);
        String name = where + " of " + shape.name();
        plain.put(piece, name);
        hexadecimal.put(HexFormat.of().formatHex(piece.getBytes(StandardCharsets.UTF_8)), name);
        return secret;
    }

    int count() {
        return plain.size();
    }

    /** What of them stands in a text, by where it was planted. */
    Set<String> in(String text) {
        Set<String> found = new TreeSet<>();
        find(text, plain, PIECE_CHARS, found);
        find(text, hexadecimal, 2 * PIECE_CHARS, found);
        return found;
    }

    /** With a hash that rolls along, for there are thousands of pieces and a hundred megabytes. */
    private static void find(String text, Map<String, String> pieces, int length, Set<String> found) {
        Set<Integer> hashes = new HashSet<>();
        pieces.keySet().forEach(piece -> hashes.add(piece.hashCode()));
        int gone = 1;
        for (int i = 1; i < length; i++) {
            gone *= 31;
        }
        int hash = 0;
        for (int at = 0; at < text.length(); at++) {
            if (at >= length) {
                hash -= text.charAt(at - length) * gone;
            }
            hash = 31 * hash + text.charAt(at);
            if (at >= length - 1 && hashes.contains(hash)) {
                String name = pieces.get(text.substring(at - length + 1, at + 1));
                if (name != null) {
                    found.add(name);
                }
            }
        }
    }
}
