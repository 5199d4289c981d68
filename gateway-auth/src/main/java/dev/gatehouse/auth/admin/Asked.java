package dev.gatehouse.auth.admin;

import dev.gatehouse.core.http.Form;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * A request to the admin API of somebody who may ask.
 *
 * @param variables of the path, as received
 * @param page all of it where the route has no pages
 */
public record Asked(Administrator by, Map<String, String> variables, Form query, Page page) {

    /** A part of the path with its escapes undone; empty text when they are broken. */
    public String variable(String name) {
        try {
            // In a path a plus is a plus.
            String text = variables.getOrDefault(name, "").replace("+", "%2B");
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return "";
        }
    }

    public Optional<String> parameter(String name) {
        return query.value(name);
    }
}
