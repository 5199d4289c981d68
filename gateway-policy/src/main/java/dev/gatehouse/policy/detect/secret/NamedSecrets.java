package dev.gatehouse.policy.detect.secret;

import dev.gatehouse.policy.detect.scan.Sightings;
import dev.gatehouse.policy.detect.scan.Text;
import java.util.List;
import java.util.Locale;

/** What a name says is a secret, {@code api_key=…} or {@code "password": "…"}, when it looks like one. */
final class NamedSecrets {
    static final String PASSWORD = "secret.password";
    static final String TOKEN = "secret.token";

    static final List<String> NAMES = List.of(
            "password",
            "passwd",
            "passphrase",
            "pwd",
            "secret",
            "token",
            "api_key",
            "apikey",
            "api-key",
            "access_key",
            "accesskey",
            "access-key",
            "private_key",
            "auth_key",
            "authkey",
            "account_key",
            "accountkey",
            "credential",
            "client_key",
            "signing_key",
            "encryption_key",
            "master_key",
            "authorization",
            "bearer");

    /** A name that goes on with one of these names something about the secret. */
    private static final List<String> ABOUT = List.of(
            "type",
            "count",
            "limit",
            "url",
            "uri",
            "path",
            "name",
            "_id",
            "-id",
            "file",
            "expir",
            "length",
            "max",
            "min",
            "endpoint",
            "policy",
            "field",
            "hint",
            "reset",
            "usage",
            "ref",
            "arn",
            "smanager",
            "s_used",
            "ize");

    private static final int NAME_REST_MAX_CHARS = 24;
    private static final int VALUE_MAX_CHARS = 512;
    private static final int SURE = 88;

    private NamedSecrets() {}

    /** A whole string that stands under such a name. */
    static void lookAtWhole(Text text, Sightings sightings) {
        String name = text.name().toLowerCase(Locale.ROOT);
        if (!text.isWhole() || name.isEmpty() || text.length() > VALUE_MAX_CHARS) {
            return;
        }
        for (String word : NAMES) {
            int at = name.indexOf(word);
            if (at >= 0 && isAboutItself(name.substring(at + word.length()))) {
                judge(text, word, schemeEnd(text, 0), text.length(), sightings);
                return;
            }
        }
    }

    static void look(Text text, int from, String word, Sightings sightings) {
        int wordEnd = from + word.length();
        int nameEnd = nameEnd(text, wordEnd);
        int value = word.equals("bearer") ? afterSpace(text, nameEnd) : valueBegin(text, nameEnd);
        if (value >= 0 && isAboutItself(text.slice(wordEnd, nameEnd).toLowerCase(Locale.ROOT))) {
            int begin = schemeEnd(text, value);
            judge(text, word, begin, valueEnd(text, begin), sightings);
        }
    }

    private static int nameEnd(Text text, int from) {
        int at = from;
        while (at - from < NAME_REST_MAX_CHARS && Letters.W.has(text.peek(at))) {
            at++;
        }
        return at;
    }

    private static boolean isAboutItself(String rest) {
        if (rest.isEmpty()) {
            return true;
        }
        return rest.length() < NAME_REST_MAX_CHARS && ABOUT.stream().noneMatch(rest::contains);
    }

    private static int afterSpace(Text text, int at) {
        return text.peek(at) == ' ' ? at + 1 : -1;
    }

    /** Behind quotes, {@code =} or {@code :}, and quotes again, escaped ones too; -1 when nothing is given. */
    private static int valueBegin(Text text, int nameEnd) {
        int at = skip(text, nameEnd, "\"'\\ ]");
        if (text.peek(at) != '=' && text.peek(at) != ':') {
            return -1;
        }
        return skip(text, skip(text, at, "=:>"), "\"'\\ `");
    }

    private static int skip(Text text, int from, String letters) {
        int at = from;
        while (at < text.length() && at - from < 8 && letters.indexOf(text.at(at)) >= 0) {
            at++;
        }
        return at;
    }

    /** {@code Bearer} and {@code Basic} are not part of what follows them. */
    private static int schemeEnd(Text text, int from) {
        for (String scheme : List.of("Bearer ", "bearer ", "Basic ", "basic ", "token ", "Token ")) {
            if (text.startsWith(scheme, from)) {
                return from + scheme.length();
            }
        }
        return from;
    }

    private static int valueEnd(Text text, int from) {
        int at = from;
        while (at < text.length() && at - from < VALUE_MAX_CHARS && isValue(text.at(at))) {
            at++;
        }
        return at;
    }

    private static boolean isValue(char c) {
        return c > ' ' && c < 0x7F && "\"'`\\,;<>()[]{}&|".indexOf(c) < 0;
    }

    private static void judge(Text text, String word, int from, int to, Sightings sightings) {
        if (from >= to) {
            return;
        }
        String value = text.slice(from, to);
        boolean isPassword = word.startsWith("pass") || word.equals("pwd");
        if (!Placeholders.isOne(value) && (isPassword ? Randomness.isPassword(value) : Randomness.isToken(value))) {
            sightings.add(isPassword ? PASSWORD : TOKEN, SURE, from, to);
        }
    }
}
