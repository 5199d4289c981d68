package dev.gatehouse.policy.detect.personal;

import dev.gatehouse.policy.detect.scan.Sightings;
import dev.gatehouse.policy.detect.scan.Text;
import java.util.Locale;
import java.util.Set;

/** Addresses of mail (RFC 5321 §4.1.2, without quoted local parts), around their {@code @}. */
final class Emails {
    static final String TYPE = "pii.email";
    private static final int LOCAL_MAX_CHARS = 64;
    private static final int DOMAIN_MAX_CHARS = 253;
    /** Ends of file names that look like a domain. */
    private static final Set<String> FILES = Set.of(
            "png", "jpg", "jpeg", "gif", "svg", "webp", "js", "ts", "css", "json", "html", "xml", "yml", "yaml", "lock",
            "tgz", "zip", "local");

    private Emails() {}

    static void look(Text text, int at, Sightings sightings) {
        int from = at;
        while (at - from < LOCAL_MAX_CHARS && isLocal(text.peek(from - 1))) {
            from--;
        }
        while (text.peek(from) == '.' && from < at) {
            from++;
        }
        int to = domainEnd(text, at + 1);
        int dot = lastDot(text, at + 1, to);
        if (from == at || dot < 0 || text.peek(at - 1) == '.' || isUserInfo(text, from, to)) {
            return;
        }
        String top = text.slice(dot + 1, to).toLowerCase(Locale.ROOT);
        if (top.length() >= 2 && top.chars().allMatch(Character::isLetter) && !FILES.contains(top)) {
            sightings.add(TYPE, 96, from, to);
        }
    }

    private static int domainEnd(Text text, int from) {
        int to = from;
        while (to - from < DOMAIN_MAX_CHARS && isDomain(text, to)) {
            to++;
        }
        return to;
    }

    private static int lastDot(Text text, int from, int to) {
        for (int at = to - 1; at > from; at--) {
            if (text.at(at) == '.') {
                return at;
            }
        }
        return -1;
    }

    /** {@code //user:password@host}, {@code git@host:path}: names of machines, not of people. */
    private static boolean isUserInfo(Text text, int from, int to) {
        char before = text.peek(from - 1);
        boolean isGit = text.startsWith("git@", from) || (text.peek(to) == ':' && text.peek(to + 1) > ' ');
        boolean isInAddress = before == '/' || (before == ':' && !text.startsWith("mailto", from - 7));
        return isGit || (isInAddress && text.peek(from - 2) != ' ' && hasScheme(text, from));
    }

    private static boolean hasScheme(Text text, int from) {
        for (int at = from; at > from - LOCAL_MAX_CHARS && text.peek(at - 1) > ' '; at--) {
            if (text.startsWith("//", at - 1)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLocal(char c) {
        return isWord(c) || c == '.' || c == '+' || c == '-' || c == '_';
    }

    private static boolean isDomain(Text text, int at) {
        char c = text.peek(at);
        return isWord(c) || ((c == '.' || c == '-') && isWord(text.peek(at + 1)));
    }

    private static boolean isWord(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || Digits.isDigit(c)
                || (c >= 0xC0 && Character.isLetter(c));
    }
}
