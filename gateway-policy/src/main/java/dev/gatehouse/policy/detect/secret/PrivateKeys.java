package dev.gatehouse.policy.detect.secret;

import dev.gatehouse.policy.detect.scan.Sightings;
import dev.gatehouse.policy.detect.scan.Text;

/** Private keys in their textual form (RFC 7468), of OpenSSH and of OpenPGP too. */
final class PrivateKeys {
    static final String TYPE = "secret.private-key";
    static final String WORD = "-----begin ";
    static final String COUNT = "private-lines: ";
    private static final int LABEL_MAX_CHARS = 40;
    private static final int BODY_MIN_CHARS = 40;
    private static final String DASHES = "-----";
    private static final String END = "-----END ";

    private PrivateKeys() {}

    /** Up to its last line, or to the end of its body when that was cut off. */
    static void look(Text text, int from, String word, Sightings sightings) {
        int label = labelEnd(text, from + word.length());
        if (label < 0 || !text.slice(from + word.length(), label).contains("PRIVATE KEY")) {
            return;
        }
        int at = label + 5;
        int letters = 0;
        // No further than the next line of dashes, whatever it says: so the time does not depend on how many there are.
        while (at < text.length() && isBody(text.at(at)) && !text.startsWith(DASHES, at)) {
            letters += Letters.S.has(text.at(at)) ? 1 : 0;
            at++;
        }
        if (letters >= BODY_MIN_CHARS) {
            sightings.add(TYPE, 99, from, text.startsWith(END, at) ? afterEnd(text, at + END.length()) : at);
        }
    }

    private static int labelEnd(Text text, int from) {
        for (int at = from; at < from + LABEL_MAX_CHARS; at++) {
            if (text.startsWith(DASHES, at)) {
                return at;
            }
        }
        return -1;
    }

    private static int afterEnd(Text text, int from) {
        int label = labelEnd(text, from);
        return label < 0 ? from : label + 5;
    }

    /** The private half of a key file of PuTTY's. */
    static void lookBehindCount(Text text, int from, String word, Sightings sightings) {
        int at = from + word.length();
        int letters = 0;
        while (Letters.S.has(text.peek(at)) || "=\n\r".indexOf(text.peek(at)) >= 0) {
            letters += Letters.S.has(text.at(at)) ? 1 : 0;
            at++;
        }
        if (letters >= BODY_MIN_CHARS) {
            sightings.add(TYPE, 97, from + word.length(), at);
        }
    }

    /** Base64, white space, escaped line ends, and what headers in it are written with. */
    private static boolean isBody(char c) {
        return Letters.S.has(c) || Character.isWhitespace(c) || "=\\-,:.;()\"'".indexOf(c) >= 0;
    }
}
