package dev.gatehouse.auth.login;

import java.util.Optional;

/** Where a browser goes after its login: a path of ours, never an address. */
public record ReturnPath(String value) {
    public static final int CHARS_MAX = 8 * 1024;
    /** For logins that nothing waits for: says who is logged in. */
    public static final ReturnPath HOME = new ReturnPath("/login");

    /**
     * Empty for anything that some browser might take for an address: {@code //host} and {@code /\host} are, and tabs and
     * line breaks are dropped before it looks.
     */
    public static Optional<ReturnPath> parse(String text) {
        boolean rooted = text.startsWith("/") && !text.startsWith("//");
        boolean plain = text.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '\\' && c != '#');
        return rooted && plain && text.length() <= CHARS_MAX ? Optional.of(new ReturnPath(text)) : Optional.empty();
    }
}
