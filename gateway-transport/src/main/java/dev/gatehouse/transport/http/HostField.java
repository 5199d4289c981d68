package dev.gatehouse.transport.http;

import java.util.Locale;
import java.util.Optional;

/**
 * {@code host[:port]} (RFC 9110 §7.2), parsed once; nobody else looks at the text.
 *
 * @param host in lower case, brackets included for IPv6
 * @param port empty when not said
 */
public record HostField(String host, Optional<Integer> port) {
    private static final int CHARS_MAX = 260;
    private static final int PORT_MAX = 65_535;

    /** What was read last, and what it says: nearly all requests say the same. */
    private record Known(String text, Optional<HostField> field) {}

    private static volatile Known last = new Known("", Optional.empty());

    /** Empty for anything that is not the grammar. */
    public static Optional<HostField> parse(String text) {
        Known known = last;
        if (known.text.equals(text)) {
            return known.field;
        }
        Optional<HostField> field = read(text);
        if (field.isPresent()) {
            last = new Known(text, field);
        }
        return field;
    }

    private static Optional<HostField> read(String text) {
        if (text.isEmpty() || text.length() > CHARS_MAX) {
            return Optional.empty();
        }
        int end = text.charAt(0) == '[' ? text.indexOf(']') + 1 : text.indexOf(':');
        String host = end < 0 ? text : text.substring(0, end);
        String rest = text.substring(host.length());
        boolean valid = text.charAt(0) == '[' ? isIpv6(host) : isName(host);
        if (!valid || (!rest.isEmpty() && !isPort(rest))) {
            return Optional.empty();
        }
        Optional<Integer> port = rest.isEmpty() ? Optional.empty() : Optional.of(Integer.parseInt(rest.substring(1)));
        return port.orElse(0) > PORT_MAX
                ? Optional.empty()
                : Optional.of(new HostField(host.toLowerCase(Locale.ROOT), port));
    }

    @Override
    public String toString() {
        return port.map(number -> host + ":" + number).orElse(host);
    }

    private static boolean isName(String host) {
        for (int at = 0; at < host.length(); at++) {
            char c = host.charAt(at);
            if (!isAlphanumeric(c) && c != '-' && (c != '.' || at == 0)) {
                return false;
            }
        }
        return !host.isEmpty();
    }

    private static boolean isIpv6(String host) {
        return host.length() > 2
                && Cidr.address(host.substring(1, host.length() - 1)).isPresent();
    }

    private static boolean isPort(String rest) {
        if (rest.charAt(0) != ':' || rest.length() < 2 || rest.length() > 6) {
            return false;
        }
        for (int at = 1; at < rest.length(); at++) {
            if (rest.charAt(at) < '0' || rest.charAt(at) > '9') {
                return false;
            }
        }
        return true;
    }

    private static boolean isAlphanumeric(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
