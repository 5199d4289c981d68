package dev.gatehouse.core.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A path of literal segments and {@code {name}} segments; each variable matches exactly one non-empty segment. */
public final class PathPattern {
    private final List<String> segments;

    private PathPattern(List<String> segments) {
        this.segments = segments;
    }

    public static PathPattern of(String pattern) {
        return new PathPattern(split(pattern));
    }

    /** The variables when the path matches; no decoding is done, so an escaped slash never makes a segment. */
    public Optional<Map<String, String>> match(String path) {
        if (!path.startsWith("/")) {
            return Optional.empty();
        }
        List<String> parts = split(path);
        if (parts.size() != segments.size()) {
            return Optional.empty();
        }
        Map<String, String> variables = new LinkedHashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            String segment = segments.get(i);
            if (isVariable(segment) && !parts.get(i).isEmpty()) {
                variables.put(segment.substring(1, segment.length() - 1), parts.get(i));
            } else if (!segment.equals(parts.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(variables);
    }

    private static boolean isVariable(String segment) {
        return segment.startsWith("{") && segment.endsWith("}");
    }

    private static List<String> split(String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("path: " + path + " (expected: a leading /)");
        }
        return List.of(path.substring(1).split("/", -1));
    }

    @Override
    public String toString() {
        return "/" + String.join("/", segments);
    }
}
