package dev.gatehouse.auth.token;

import dev.gatehouse.core.http.Form;
import dev.gatehouse.core.http.Request;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** What a request to the token endpoint asks for, or why it cannot be understood. */
sealed interface TokenRequest permits TokenRequest.WellFormed, OAuthError {
    String GRANT_TYPE = "client_credentials";
    String FORM_TYPE = "application/x-www-form-urlencoded";

    /** An access token request by client credentials (RFC 6749 §4.4.2); nothing in it is proved or allowed yet. */
    record WellFormed(Form form, Optional<String> resource, Optional<String> scope) implements TokenRequest {}

    static TokenRequest read(Request request) {
        if (!request.query().isEmpty()) {
            return OAuthError.malformed("parameters belong in the body, never in the URL");
        }
        if (!isForm(request.header("content-type").orElse(""))) {
            return OAuthError.malformed("the body must be " + FORM_TYPE);
        }
        try {
            return read(Form.parse(new String(request.body(), StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException _) {
            return OAuthError.malformed("the form is malformed, or a parameter is repeated");
        }
    }

    private static TokenRequest read(Form form) {
        Optional<String> grantType = form.value("grant_type");
        if (grantType.isEmpty()) {
            return OAuthError.malformed("grant_type is missing");
        }
        if (!grantType.get().equals(GRANT_TYPE)) {
            return new OAuthError(OAuthError.Code.UNSUPPORTED_GRANT_TYPE, "grant_type must be " + GRANT_TYPE);
        }
        return new WellFormed(form, form.value("resource"), form.value("scope"));
    }

    private static boolean isForm(String contentType) {
        int parameters = contentType.indexOf(';');
        String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
        return type.strip().toLowerCase(Locale.ROOT).equals(FORM_TYPE);
    }
}
