package dev.gatehouse.auth.scim;

import dev.gatehouse.auth.scim.filter.ScimRefusal;
import dev.gatehouse.auth.scim.filter.ScimRefusal.Kind;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** What this server can do, for clients that ask (RFC 7643 §5–§7). The documents are files beside this class. */
final class Discovery {
    private final Json config = document("service-provider-config.json");
    private final List<Json> resourceTypes = document("resource-types.json").elements();
    private final List<Json> schemas = document("schemas.json").elements();

    Answer config(ScimRequest request) throws ScimRefusal {
        requireNoFilter(request);
        return ScimAnswers.of(200, config);
    }

    Answer resourceTypes(ScimRequest request) throws ScimRefusal {
        return all(request, resourceTypes);
    }

    Answer schemas(ScimRequest request) throws ScimRefusal {
        return all(request, schemas);
    }

    Answer resourceType(ScimRequest request) throws ScimRefusal {
        return one(request, resourceTypes);
    }

    Answer schema(ScimRequest request) throws ScimRefusal {
        return one(request, schemas);
    }

    private static Answer all(ScimRequest request, List<Json> documents) throws ScimRefusal {
        requireNoFilter(request);
        return ScimAnswers.list(documents.size(), 1, documents);
    }

    private static Answer one(ScimRequest request, List<Json> documents) throws ScimRefusal {
        Optional<String> id = Optional.ofNullable(request.http().variables().get("id"));
        return documents.stream()
                .filter(document -> document.text("id").equals(id))
                .findFirst()
                .map(document -> ScimAnswers.of(200, document))
                .orElseThrow(() -> new ScimRefusal(Kind.NOT_FOUND, "no such document"));
    }

    /** RFC 7644 §4: a client must not take an unfiltered answer for a filtered one. */
    private static void requireNoFilter(ScimRequest request) throws ScimRefusal {
        if (request.parameters().value("filter").isPresent()) {
            throw new ScimRefusal(Kind.FORBIDDEN, "this cannot be filtered");
        }
    }

    private static Json document(String name) {
        try (InputStream in = Discovery.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing");
            }
            return Json.read(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JsonSyntaxException e) {
            throw new IllegalStateException(name + ": " + e.getMessage(), e);
        }
    }
}
