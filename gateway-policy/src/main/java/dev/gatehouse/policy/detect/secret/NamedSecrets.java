package dev.gatehouse.policy.detect.secret;

import dev.gatehouse.policy.detect.scan.Ascii;
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
            "passwort",
            "pwd",
            "_pass",
            "-pass",
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

    /** Tokens that say where to read on. */
    private static final List<String> PAGES = List.of("page", "next", "cursor", "continuation", "sync");

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

    private static final List<String> SCHEMES = List.of("Bearer ", "bearer ", "Basic ", "basic ", "token ", "Token ");
    private static final int NAME_REST_MAX_CHARS = 24;
    private static final int VALUE_MAX_CHARS = 512;
    private static final int SURE = 88;

    /** All that can be seen but what ends a value: quotes, brackets, and what stands between two. */
    private static final Ascii VALUE = Ascii.of(c -> c > ' ' && c < 0x7F && "\"'`\\,;<>()[]{}&|".indexOf(c) < 0);

    private NamedSecrets() {}

    /** A whole string that stands under such a name. */
    static void lookAtWhole(Text text, Sightings sightings) {
        String name = text.name().toLowerCase(Locale.ROOT);
        if (!text.isWhole() || name.isEmpty() || text.length() > VALUE_MAX_CHARS) {
            return;
        }
        for (String word : NAMES) {
            int at = name.indexOf(word);
            if (at >= 0 && isAboutItself(name.substring(at + word.length())) && !isPage(name.substring(0, at))) {
                judge(text, word, schemeEnd(text, 0), text.length(), sightings);
                return;
            }
        }
    }

    static void look(Text text, int from, String word, Sightings sightings) {
        int wordEnd = from + word.length();
        int nameEnd = nameEnd(text, wordEnd);
        int nameBegin = nameBegin(text, from);
        int value = valueBegin(text, word, nameBegin, nameEnd);
        if (value >= 0
                && isAboutItself(text.slice(wordEnd, nameEnd).toLowerCase(Locale.ROOT))
                && !isPage(text.slice(nameBegin, from).toLowerCase(Locale.ROOT))
                && !(word.endsWith("pass") && nameEnd > wordEnd)) {
            int begin = schemeEnd(text, value);
            judge(text, word, begin, valueEnd(text, begin), sightings);
        }
    }

    private static int nameBegin(Text text, int from) {
        int at = from;
        while (from - at < NAME_REST_MAX_CHARS && Letters.W.has(text.peek(at - 1))) {
            at--;
        }
        return at;
    }

    private static boolean isPage(String before) {
        return Placeholders.holdsAny(before, PAGES);
    }

    private static int nameEnd(Text text, int from) {
        int at = from;
        while (at - from < NAME_REST_MAX_CHARS && Letters.W.has(text.peek(at))) {
            at++;
        }
        return at;
    }

    private static boolean isAboutItself(String rest) {
        return rest.length() < NAME_REST_MAX_CHARS && !Placeholders.holdsAny(rest, ABOUT);
    }

    private static int valueBegin(Text text, String word, int nameBegin, int nameEnd) {
        char next = text.peek(nameEnd);
        boolean isOption = next == ' ' && text.startsWith("--", nameBegin) && text.peek(nameEnd + 1) != '-';
        if (isOption || (next == ' ' && word.equals("bearer"))) {
            return skip(text, nameEnd + 1, "\"'");
        }
        boolean isElement = next == '>' && text.peek(nameBegin - 1) == '<';
        return isElement ? skip(text, nameEnd + 1, " \t\r\n") : assigned(text, nameEnd);
    }

    /** Behind quotes, a sign that gives it a value, and quotes again, escaped ones too; -1 when nothing is given. */
    private static int assigned(Text text, int nameEnd) {
        int at = skip(text, nameEnd, "\"'\\ ]");
        boolean isQuoted = at > nameEnd && "\"'".indexOf(text.peek(nameEnd)) >= 0;
        if (isQuoted && text.peek(at) == ',') {
            return skip(text, at + 1, "\"'\\ ");
        }
        int sign = text.peek(at) == '.' || text.peek(at) == '?' || text.peek(at) == '+' ? at + 1 : at;
        if (text.peek(sign) != '=' && text.peek(sign) != ':') {
            return afterKind(text, at);
        }
        int value = skip(text, skip(text, sign, "=:>"), "\"'\\ `");
        return text.peek(sign) == ':' ? Math.max(value, afterKind(text, value)) : value;
    }

    /** {@code token string = "…"}: only a word may stand between, and then the value stands in quotes. */
    private static int afterKind(Text text, int from) {
        int end = from;
        while (end - from < NAME_REST_MAX_CHARS && Letters.A.has(text.peek(end))) {
            end++;
        }
        boolean isGiven = end > from && text.startsWith(" = \"", end);
        return isGiven ? end + 4 : -1;
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
        for (String scheme : SCHEMES) {
            if (text.startsWith(scheme, from)) {
                return from + scheme.length();
            }
        }
        return from;
    }

    private static int valueEnd(Text text, int from) {
        int at = from;
        while (at < text.length() && at - from < VALUE_MAX_CHARS && VALUE.has(text.at(at))) {
            at++;
        }
        return at;
    }

    private static void judge(Text text, String word, int from, int to, Sightings sightings) {
        boolean isPassword = word.contains("pass") || word.equals("pwd");
        if (from >= to || (isPassword && to - from > Randomness.PASSWORD_MAX_CHARS)) {
            return;
        }
        String value = text.slice(from, to);
        boolean isLike = isPassword ? Randomness.isPassword(value) : Randomness.isToken(value);
        if (isLike && !Placeholders.isOne(value)) {
            sightings.add(isPassword ? PASSWORD : TOKEN, SURE, from, to);
        }
    }
}
