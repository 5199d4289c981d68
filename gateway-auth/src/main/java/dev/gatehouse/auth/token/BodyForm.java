package dev.gatehouse.auth.token;

import dev.gatehouse.core.http.Form;
import dev.gatehouse.core.http.Request;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The form in the body of a request that may hold secrets, which is why nothing may stand in the URL. */
sealed interface BodyForm permits BodyForm.Read, OAuthError {
    String TYPE = "application/x-www-form-urlencoded";

    record Read(Form form) implements BodyForm {
        @Override
        public String toString() {
            return "Read[form]";
        }
    }

    static BodyForm read(Request request) {
        if (!request.query().isEmpty()) {
            return OAuthError.malformed("parameters belong in the body, never in the URL");
        }
        if (!isForm(request.header("content-type").orElse(""))) {
            return OAuthError.malformed("the body must be " + TYPE);
        }
        try {
            return new Read(Form.parse(new String(request.body(), StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException _) {
            return OAuthError.malformed("the form is malformed, or a parameter is repeated");
        }
    }

    private static boolean isForm(String contentType) {
        int parameters = contentType.indexOf(';');
        String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
        return type.strip().toLowerCase(Locale.ROOT).equals(TYPE);
    }
}
