package dev.gatehouse.core.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code application/x-www-form-urlencoded}, strictly: a repeated parameter is an error (RFC 6749 §3.2). */
public final class Form {
    public static final int PARAMETERS_MAX = 64;

    private final Map<String, String> parameters;

    private Form(Map<String, String> parameters) {
        this.parameters = parameters;
    }

    /** @throws IllegalArgumentException when a parameter repeats, an escape is broken, or there are too many */
    public static Form parse(String text) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (!text.isEmpty()) {
            for (String pair : text.split("&", PARAMETERS_MAX + 2)) {
                add(parameters, pair);
            }
        }
        return new Form(parameters);
    }

    private static void add(Map<String, String> parameters, String pair) {
        int equals = pair.indexOf('=');
        String name = decode(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
        if (parameters.putIfAbsent(name, value) != null) {
            throw new IllegalArgumentException("repeated parameter");
        }
        if (parameters.size() > PARAMETERS_MAX) {
            throw new IllegalArgumentException("more than " + PARAMETERS_MAX + " parameters");
        }
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** Of every parameter that is there, empty ones among them. */
    public Set<String> names() {
        return Set.copyOf(parameters.keySet());
    }

    /** A parameter that is there and not empty (RFC 6749 §3.1: empty counts as omitted). */
    public Optional<String> value(String name) {
        return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isEmpty());
    }
}
