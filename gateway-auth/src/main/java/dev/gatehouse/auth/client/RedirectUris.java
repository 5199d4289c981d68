package dev.gatehouse.auth.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which redirect URIs there can be (RFC 6749 §3.1.2, RFC 8252 §7), and when one is as registered. */
public final class RedirectUris {
    static final int CHARS_MAX = 1024;

    /** Only what precedes and follows the port is compared, as text: nothing is normalised, so nothing can be mistaken. */
    private static final Pattern LOOPBACK_URI =
            Pattern.compile("(http://(?:127\\.0\\.0\\.1|\\[::1]|localhost))(?::([1-9][0-9]{0,4}))?((?:[/?].*)?)");

    private static final int PORT_MAX = 65_535;

    private RedirectUris() {}

    /** @param privateSchemes private-use schemes that are allowed besides https and loopback http */
    public static boolean isAcceptable(String text, List<String> privateSchemes) {
        if (text.length() > CHARS_MAX || !text.chars().allMatch(RedirectUris::isPlain)) {
            return false;
        }
        try {
            URI uri = new URI(text);
            String scheme = String.valueOf(uri.getScheme());
            boolean place = scheme.equals("https")
                    ? uri.getHost() != null
                    : scheme.equals("http") ? isLoopback(text) : privateSchemes.contains(scheme);
            return place && uri.getRawUserInfo() == null && uri.getRawFragment() == null && isStraight(uri);
        } catch (URISyntaxException _) {
            return false;
        }
    }

    /** Equal, but for the port of a loopback address: what listens there gets another one each time (RFC 8252 §7.3). */
    static boolean isAsRegistered(String asked, String registered) {
        if (asked.equals(registered)) {
            return true;
        }
        Matcher one = LOOPBACK_URI.matcher(asked);
        Matcher other = LOOPBACK_URI.matcher(registered);
        return one.matches()
                && other.matches()
                && isPort(one.group(2))
                && one.group(1).equals(other.group(1))
                && one.group(3).equals(other.group(3));
    }

    private static boolean isLoopback(String text) {
        Matcher matcher = LOOPBACK_URI.matcher(text);
        return matcher.matches() && isPort(matcher.group(2));
    }

    private static boolean isPort(@Nullable String digits) {
        return digits == null || Integer.parseInt(digits) <= PORT_MAX;
    }

    /** No wildcard, and nothing that a browser would read as something else. */
    private static boolean isPlain(int c) {
        return c > ' ' && c < 0x7F && "*\\\"<>^`{|}".indexOf(c) < 0;
    }

    private static boolean isStraight(URI uri) {
        String path = uri.getRawPath();
        return path == null || List.of(path.split("/", -1)).stream().noneMatch(s -> s.equals(".") || s.equals(".."));
    }
}
