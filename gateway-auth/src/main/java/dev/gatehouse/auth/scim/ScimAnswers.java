package dev.gatehouse.auth.scim;

import dev.gatehouse.auth.scim.filter.ScimRefusal;
import dev.gatehouse.auth.scim.filter.ScimRefusal.Kind;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.json.Json;
import java.util.List;

/** Answers in the shapes of RFC 7644. They are about people, so nobody keeps a copy. */
final class ScimAnswers {
    static final String MEDIA_TYPE = "application/scim+json";
    static final String ERROR = "urn:ietf:params:scim:api:messages:2.0:Error";
    static final String LIST = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

    private static final String RETRY_AFTER_SECONDS = "5";

    private ScimAnswers() {}

    static Answer of(int status, Json body) {
        return Answer.of(status, MEDIA_TYPE, body.toString()).with("Cache-Control", "no-store");
    }

    static Answer list(long total, int startIndex, List<Json> resources) {
        return of(
                200,
                Json.object()
                        .put("schemas", Json.ofStrings(List.of(LIST)))
                        .put("totalResults", total)
                        .put("startIndex", startIndex)
                        .put("itemsPerPage", resources.size())
                        .put("Resources", Json.of(resources))
                        .build());
    }

    static Answer refused(ScimRefusal refusal) {
        Kind kind = refusal.kind();
        var body = Json.object()
                .put("schemas", Json.ofStrings(List.of(ERROR)))
                .put("status", Integer.toString(kind.status));
        if (!kind.scimType.isEmpty()) {
            body.put("scimType", kind.scimType);
        }
        Answer answer = of(kind.status, body.put("detail", refusal.detail()).build());
        return switch (kind) {
            case UNAUTHORIZED -> answer.with("WWW-Authenticate", "Bearer realm=\"gatehouse-scim\"");
            case UNAVAILABLE, TOO_MANY_ATTEMPTS -> answer.with("Retry-After", RETRY_AFTER_SECONDS);
            default -> answer;
        };
    }
}
