package dev.gatehouse.policy.detect.secret;

import dev.gatehouse.policy.detect.scan.Sightings;
import dev.gatehouse.policy.detect.scan.Text;

/** JSON Web Tokens (RFC 7519): two parts that begin as JSON objects do, and a signature. */
final class WebTokens {
    static final String TYPE = "secret.jwt";
    static final String WORD = "eyj";
    private static final int PART_MIN_CHARS = 8;
    private static final int SIGNATURE_MIN_CHARS = 20;

    private WebTokens() {}

    static void look(Text text, int from, String word, Sightings sightings) {
        if (!text.startsWith("eyJ", from) || Letters.W.has(text.peek(from - 1)) || text.peek(from - 1) == '.') {
            return;
        }
        int header = partEnd(text, from + word.length());
        if (header - from < PART_MIN_CHARS || text.peek(header) != '.') {
            return;
        }
        int payload = partEnd(text, header + 1);
        if (payload - header <= PART_MIN_CHARS || text.peek(payload) != '.') {
            return;
        }
        int signature = partEnd(text, payload + 1);
        if (signature - payload > SIGNATURE_MIN_CHARS) {
            sightings.add(TYPE, 96, from, signature);
        }
    }

    private static int partEnd(Text text, int from) {
        int at = from;
        while (at < text.length() && Letters.W.has(text.at(at))) {
            at++;
        }
        return at;
    }
}
