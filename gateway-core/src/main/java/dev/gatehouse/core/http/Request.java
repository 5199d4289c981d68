package dev.gatehouse.core.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A whole request to an {@link Endpoint}.
 *
 * @param path without query, as matched
 * @param variables the {@code {name}} segments of the pattern
 * @param query the raw query string, empty when none
 * @param headers names in lower case, each with its values in order
 * @param peer the client's address as far as it can be trusted
 */
public record Request(
        Endpoint.Method method,
        String path,
        Map<String, String> variables,
        String query,
        Map<String, List<String>> headers,
        byte[] body,
        String peer) {

    /** The one value of a header; empty when absent or repeated, for a repeated credential proves nothing. */
    public Optional<String> header(String name) {
        List<String> values = headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
        return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
    }
}
