package dev.gatehouse.core.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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

    /**
     * The query's parameters.
     *
     * @throws IllegalArgumentException as {@link Form#parse} does
     */
    public Form parameters() {
        return Form.parse(query);
    }

    /** The value of a cookie; empty when absent, or there twice, for then nobody can say which one is ours. */
    public Optional<String> cookie(String name) {
        List<String> values = headers.getOrDefault("cookie", List.of()).stream()
                .flatMap(header -> Stream.of(header.split(";", -1)))
                .map(String::strip)
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> pair.substring(name.length() + 1))
                .toList();
        return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
    }

    /** The one value of a header; empty when absent or repeated, for a repeated credential proves nothing. */
    public Optional<String> header(String name) {
        List<String> values = headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
        return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
    }
}
