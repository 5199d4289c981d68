package dev.gatehouse.auth.token;

import dev.gatehouse.core.http.Form;
import dev.gatehouse.core.http.Request;
import java.util.Optional;

/** What a request to the token endpoint asks for, or why it cannot be understood. */
sealed interface TokenRequest permits TokenRequest.WellFormed, OAuthError {

    /** Nothing in it is proved or allowed yet. */
    record WellFormed(GrantType type, Form form) implements TokenRequest {
        @Override
        public String toString() {
            return "WellFormed[" + type + "]";
        }
    }

    static TokenRequest read(Request request) {
        return switch (BodyForm.read(request)) {
            case OAuthError error -> error;
            case BodyForm.Read(Form form) -> read(form);
        };
    }

    private static TokenRequest read(Form form) {
        Optional<String> grantType = form.value("grant_type");
        if (grantType.isEmpty()) {
            return OAuthError.malformed("grant_type is missing");
        }
        return GrantType.of(grantType.get())
                .<TokenRequest>map(type -> new WellFormed(type, form))
                .orElseGet(() -> new OAuthError(
                        OAuthError.Code.UNSUPPORTED_GRANT_TYPE,
                        "grant_type must be one of " + String.join(", ", GrantType.words())));
    }
}
