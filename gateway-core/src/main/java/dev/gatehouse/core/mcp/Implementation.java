package dev.gatehouse.core.mcp;

/** {@code clientInfo} or {@code serverInfo}: what a peer says of itself. Unverified; decides nothing. */
public record Implementation(String name, String version) {
    /** Both parts are cut to this many characters: they are recorded with every call. */
    public static final int PART_CHARS_MAX = 128;

    public Implementation {
        name = cut(name);
        version = cut(version);
    }

    private static String cut(String part) {
        return part.length() <= PART_CHARS_MAX ? part : part.substring(0, PART_CHARS_MAX);
    }
}
