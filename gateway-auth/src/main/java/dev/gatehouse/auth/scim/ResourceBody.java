package dev.gatehouse.auth.scim;

import dev.gatehouse.auth.people.Storable;
import dev.gatehouse.auth.scim.filter.AttributePath;
import dev.gatehouse.auth.scim.filter.ScimRefusal;
import dev.gatehouse.auth.scim.filter.ScimRefusal.Kind;
import dev.gatehouse.core.json.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a client says of a resource, as it is kept: values as they were sent, whatever their meaning, without nulls, without
 * what only we say, and without what must not be kept.
 */
final class ResourceBody {
    static final int BYTES_MAX = 64 * 1024;

    private static final Set<String> LEFT_OUT = Set.of("id", "schemas", "meta", "groups", "members", "password");

    private ResourceBody() {}

    static Json kept(Json sent) throws ScimRefusal {
        var kept = Json.object();
        Set<String> names = new HashSet<>();
        for (Map.Entry<String, Json> member : sent.members().entrySet()) {
            String name = member.getKey().toLowerCase(Locale.ROOT);
            if (!names.add(name)) {
                throw new ScimRefusal(Kind.INVALID_SYNTAX, "an attribute is there twice");
            }
            if (!LEFT_OUT.contains(name) && !member.getValue().isNull()) {
                kept.put(member.getKey(), value(name, member.getValue()));
            }
        }
        Json body = kept.build();
        if (body.length() > BYTES_MAX) {
            throw new ScimRefusal(Kind.TOO_LARGE, "a resource has at most " + BYTES_MAX + " bytes");
        }
        return body;
    }

    private static Json value(String name, Json value) throws ScimRefusal {
        if (value.isArray()) {
            List<Json> elements = new ArrayList<>();
            for (Json element : value.elements()) {
                elements.add(value("", element));
            }
            return Json.of(elements);
        }
        if (value.isObject()) {
            var kept = Json.object();
            for (Map.Entry<String, Json> member : value.members().entrySet()) {
                if (!member.getValue().isNull()) {
                    kept.put(member.getKey(), value(member.getKey(), member.getValue()));
                }
            }
            return kept.build();
        }
        return name.equalsIgnoreCase("active") || name.equalsIgnoreCase("primary") ? truth(name, value) : value;
    }

    /** Entra ID writes {@code "False"}. */
    private static Json truth(String name, Json value) throws ScimRefusal {
        String text = value.string().orElseGet(value::toString).toLowerCase(Locale.ROOT);
        return switch (text) {
            case "true" -> Json.of(true);
            case "false" -> Json.of(false);
            default -> throw new ScimRefusal(Kind.INVALID_VALUE, name + " is neither true nor false");
        };
    }

    /** A text that people will read in lists and policies. */
    static Optional<String> text(Json body, String name) throws ScimRefusal {
        Optional<Json> value = AttributePath.member(body, name);
        Optional<String> text = value.flatMap(Json::string);
        if (value.isPresent() && text.filter(Storable::is).isEmpty()) {
            throw new ScimRefusal(
                    Kind.INVALID_VALUE,
                    name + ": expected: a text of 1 to " + Storable.CHARS_MAX + " characters, none of control");
        }
        return text;
    }

    static String requiredText(Json body, String name) throws ScimRefusal {
        return text(body, name).orElseThrow(() -> new ScimRefusal(Kind.INVALID_VALUE, name + " is missing"));
    }

    /** Sets a member where it is, however it is spelled there. */
    static Json with(Json body, String name, Json value) {
        return body.with(AttributePath.key(body, name).orElse(name), value);
    }
}
