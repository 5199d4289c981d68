package dev.gatehouse.auth.scim;

import dev.gatehouse.auth.scim.filter.Filter;
import dev.gatehouse.auth.scim.filter.FilterParser;
import dev.gatehouse.auth.scim.filter.ScimRefusal;
import dev.gatehouse.auth.scim.filter.ScimRefusal.Kind;
import dev.gatehouse.core.http.Form;
import dev.gatehouse.core.http.Request;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A request of a provider that proved itself.
 *
 * @param provider whose people and groups it is about; there are no others for it
 */
record ScimRequest(String provider, Request http, Form parameters) {
    private static final Set<String> MEDIA_TYPES = Set.of(ScimAnswers.MEDIA_TYPE, "application/json");
    private static final int UUID_CHARS = 36;

    static ScimRequest of(String provider, Request http) throws ScimRefusal {
        try {
            return new ScimRequest(provider, http, http.parameters());
        } catch (IllegalArgumentException e) {
            throw new ScimRefusal(Kind.INVALID_VALUE, "query: " + e.getMessage());
        }
    }

    String actor() {
        return "scim of " + provider;
    }

    /** The resource of the URL. What is no id of ours names nothing. */
    UUID id() throws ScimRefusal {
        return id(http.variables().getOrDefault("id", ""))
                .orElseThrow(() -> new ScimRefusal(Kind.NOT_FOUND, "no such resource"));
    }

    static Optional<UUID> id(String text) {
        try {
            return text.length() == UUID_CHARS ? Optional.of(UUID.fromString(text)) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    Optional<Filter> filter() throws ScimRefusal {
        Optional<String> text = parameters.value("filter");
        return text.isPresent() ? Optional.of(FilterParser.parse(text.get())) : Optional.empty();
    }

    Page page() throws ScimRefusal {
        return Page.read(parameters);
    }

    Projection projection() throws ScimRefusal {
        return Projection.read(parameters);
    }

    Json body() throws ScimRefusal {
        String mediaType =
                http.header("content-type").orElse("").split(";", 2)[0].strip();
        if (!MEDIA_TYPES.contains(mediaType.toLowerCase(Locale.ROOT))) {
            throw new ScimRefusal(Kind.UNSUPPORTED_MEDIA_TYPE, "expected: " + ScimAnswers.MEDIA_TYPE);
        }
        try {
            Json body = Json.read(http.body());
            if (body.isObject()) {
                return body;
            }
            throw new ScimRefusal(Kind.INVALID_SYNTAX, "expected: a JSON object");
        } catch (JsonSyntaxException e) {
            throw new ScimRefusal(Kind.INVALID_SYNTAX, e.reason() + " at byte " + e.offset());
        }
    }

    /** A body that says it is a resource of this schema. */
    Json resource(String schema) throws ScimRefusal {
        Json body = body();
        boolean named = body.member("schemas").stream()
                .flatMap(schemas -> schemas.elements().stream())
                .flatMap(each -> each.string().stream())
                .anyMatch(schema::equalsIgnoreCase);
        if (!named) {
            throw new ScimRefusal(Kind.INVALID_SYNTAX, "expected: schemas with " + schema);
        }
        return body;
    }
}
