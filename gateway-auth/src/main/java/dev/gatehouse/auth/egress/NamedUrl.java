package dev.gatehouse.auth.egress;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An https URL that somebody else named, in its one plain spelling: a host name in lower case, no address in any notation,
 * no user, no fragment, no path that means another one. What could be read in two ways is not read.
 *
 * @param authority the host, and the port where it is not 443
 * @param target path and query as they go on the wire
 */
record NamedUrl(String host, int port, String authority, String target) {
    static final int CHARS_MAX = 1024;

    private static final int HTTPS_PORT = 443;
    private static final int HOST_CHARS_MAX = 253;
    private static final int PORT_MAX = 65_535;

    /** A last label that begins with a digit would make the host an IPv4 address to some readers. */
    private static final String HOST = "(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?";

    private static final String CHARACTER = "(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})";
    private static final Pattern URL = Pattern.compile(
            "https://(" + HOST + ")(?::([1-9][0-9]{0,4}))?(/" + CHARACTER + "*)(\\?(?:" + CHARACTER + "|\\?)*)?");
    private static final Pattern DOTS = Pattern.compile("/(?:\\.|%2[Ee]){1,2}(?:/|$)");

    static Optional<NamedUrl> parse(String text) {
        Matcher matcher = URL.matcher(text);
        if (text.length() > CHARS_MAX || !matcher.matches()) {
            return Optional.empty();
        }
        String host = matcher.group(1);
        int port = matcher.group(2) == null ? HTTPS_PORT : Integer.parseInt(matcher.group(2));
        String path = matcher.group(3);
        String query = matcher.group(4) == null ? "" : matcher.group(4);
        if (host.length() > HOST_CHARS_MAX
                || port > PORT_MAX
                || DOTS.matcher(path).find()) {
            return Optional.empty();
        }
        String authority = port == HTTPS_PORT ? host : host + ":" + port;
        return Optional.of(new NamedUrl(host, port, authority, path + query));
    }

    /** Whether it can be on the public Internet at all; whether it is, only its addresses say. */
    boolean looksPublic() {
        return port == HTTPS_PORT && host.indexOf('.') > 0;
    }
}
