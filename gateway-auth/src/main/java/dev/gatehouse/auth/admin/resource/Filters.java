package dev.gatehouse.auth.admin.resource;

import dev.gatehouse.auth.admin.Asked;
import java.util.Locale;
import java.util.Optional;

/** The parameters by which lists are narrowed. */
final class Filters {
    private Filters() {}

    /** Whether this is what the parameter asks for, or it asks for nothing. */
    static boolean matches(Asked asked, String parameter, Optional<String> value) {
        Optional<String> wanted = asked.parameter(parameter);
        return wanted.isEmpty() || wanted.equals(value);
    }

    /** As the API writes it. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
