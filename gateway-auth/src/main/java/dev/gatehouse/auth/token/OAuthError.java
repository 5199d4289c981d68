package dev.gatehouse.auth.token;

import dev.gatehouse.auth.proof.ClientCheck;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.json.Json;
import java.util.List;

/**
 * A refusal of the token endpoint (RFC 6749 §5.2, RFC 8707 §2).
 *
 * @param description for a developer; quotes nothing the client sent and tells nothing it could not know
 */
record OAuthError(Code code, String description) implements BodyForm, TokenRequest {

    enum Code {
        INVALID_REQUEST(400, "invalid_request"),
        INVALID_CLIENT(401, "invalid_client"),
        UNAUTHORIZED_CLIENT(400, "unauthorized_client"),
        UNSUPPORTED_GRANT_TYPE(400, "unsupported_grant_type"),
        INVALID_GRANT(400, "invalid_grant"),
        INVALID_SCOPE(400, "invalid_scope"),
        INVALID_TARGET(400, "invalid_target"),
        TOO_MANY_ATTEMPTS(429, "temporarily_unavailable"),
        UNAVAILABLE(503, "temporarily_unavailable");

        final int status;
        final String word;

        Code(int status, String word) {
            this.status = status;
            this.word = word;
        }
    }

    private static final String RETRY_AFTER_SECONDS = "30";

    static OAuthError malformed(String description) {
        return new OAuthError(Code.INVALID_REQUEST, description);
    }

    static OAuthError unknownScope(List<String> possible) {
        return new OAuthError(Code.INVALID_SCOPE, "scope may name: " + String.join(" ", possible));
    }

    static OAuthError unavailable(String description) {
        return new OAuthError(Code.UNAVAILABLE, description);
    }

    static OAuthError of(ClientCheck.Refused refused) {
        Code code = switch (refused.problem()) {
            case MALFORMED -> Code.INVALID_REQUEST;
            case NOT_PROVED -> Code.INVALID_CLIENT;
            case TOO_MANY_ATTEMPTS -> Code.TOO_MANY_ATTEMPTS;
            case UNAVAILABLE -> Code.UNAVAILABLE;
        };
        return new OAuthError(code, refused.description());
    }

    Answer answer() {
        Json body = Json.object()
                .put("error", code.word)
                .put("error_description", description)
                .build();
        Answer answer = Answer.json(code.status, body.toString()).with("Cache-Control", "no-store");
        return switch (code) {
            case INVALID_CLIENT -> answer.with("WWW-Authenticate", "Basic realm=\"gatehouse\", charset=\"UTF-8\"");
            case TOO_MANY_ATTEMPTS, UNAVAILABLE -> answer.with("Retry-After", RETRY_AFTER_SECONDS);
            case INVALID_REQUEST,
                    UNAUTHORIZED_CLIENT,
                    UNSUPPORTED_GRANT_TYPE,
                    INVALID_GRANT,
                    INVALID_SCOPE,
                    INVALID_TARGET -> answer;
        };
    }
}
