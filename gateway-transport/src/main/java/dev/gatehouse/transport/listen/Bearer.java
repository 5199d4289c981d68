package dev.gatehouse.transport.listen;

import dev.gatehouse.core.identity.AccessToken;
import java.util.Optional;

/** The {@code Authorization} header (RFC 6750 §2.1), told apart without looking into the token. */
sealed interface Bearer {
    record Absent() implements Bearer {}

    /** There is a header, and it holds no bearer token. */
    record Malformed() implements Bearer {}

    record Presented(AccessToken token) implements Bearer {}

    static Bearer of(RequestHead head) {
        Optional<String> header = head.header("authorization");
        if (header.isEmpty()) {
            return new Absent();
        }
        String[] parts = header.get().split(" +", 2);
        boolean shaped = parts.length == 2
                && parts[0].equalsIgnoreCase("Bearer")
                && !parts[1].isEmpty()
                && parts[1].length() <= AccessToken.CHARS_MAX
                && parts[1].chars().allMatch(Bearer::isTokenCharacter);
        return shaped ? new Presented(new AccessToken(parts[1])) : new Malformed();
    }

    private static boolean isTokenCharacter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "-._~+/=".indexOf(c) >= 0;
    }
}
