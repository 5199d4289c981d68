package dev.gatehouse.policy.detect.secret;

import dev.gatehouse.policy.detect.scan.Sightings;
import dev.gatehouse.policy.detect.scan.Text;

/** Passwords in addresses: {@code scheme://user:password@host} (RFC 3986 §3.2.1). */
final class ConnectionStrings {
    static final String TYPE = "secret.connection-string";
    static final String WORD = "://";
    private static final int USER_INFO_MAX_CHARS = 256;

    private ConnectionStrings() {}

    static void look(Text text, int from, String word, Sightings sightings) {
        int colon = -1;
        int last = Math.min(text.length(), from + word.length() + USER_INFO_MAX_CHARS);
        for (int at = from + word.length(); at < last && isUserInfo(text.at(at)); at++) {
            if (text.at(at) == ':' && colon < 0) {
                colon = at;
            } else if (text.at(at) == '@') {
                report(text, from, colon, at, sightings);
                return;
            }
        }
    }

    private static void report(Text text, int from, int colon, int at, Sightings sightings) {
        if (colon < 0 || at == colon + 1) {
            return;
        }
        String password = text.slice(colon + 1, at);
        boolean isWord = password.equals("password") || password.equals("pass") || password.equals("pwd");
        if (!isWord && !Placeholders.isOne(password) && Character.isLetter(text.peek(from - 1))) {
            sightings.add(TYPE, 95, colon + 1, at);
        }
    }

    private static boolean isUserInfo(char c) {
        return c > ' ' && c != '/' && c != '"' && c != '\'' && c != '<' && c != '>' && c != '`' && c != '\\';
    }
}
