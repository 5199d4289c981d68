package dev.gatehouse.policy.script;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Secrets that a script can use and never holds: it is given placeholders, which nobody can guess, and they are replaced where
 * a fetch leaves the gateway.
 */
public final class ScriptSecrets {
    public static final ScriptSecrets NONE = new ScriptSecrets(Map.of());

    private static final int MARK_BYTES = 16;
    /** What is shorter would be masked in answers where it stands by chance. */
    private static final int MASKED_CHARS_MIN = 8;

    private final Map<String, String> byPlaceholder = new LinkedHashMap<>();
    private final Json placeholders;

    /** @param values by name */
    public ScriptSecrets(Map<String, String> values) {
        byte[] mark = new byte[MARK_BYTES];
        new SecureRandom().nextBytes(mark);
        ObjectWriter names = Json.object();
        values.forEach((name, value) -> {
            String placeholder = "secret-" + name + "-" + HexFormat.of().formatHex(mark);
            byPlaceholder.put(placeholder, value);
            names.put(name, placeholder);
        });
        this.placeholders = names.build();
    }

    /** What the script sees as {@code ctx.secrets}. */
    Json placeholders() {
        return placeholders;
    }

    /** For headers and bodies. */
    String revealed(String text) {
        String revealed = text;
        for (Map.Entry<String, String> secret : byPlaceholder.entrySet()) {
            revealed = revealed.replace(secret.getKey(), secret.getValue());
        }
        return revealed;
    }

    /** For the query of a URL. */
    String revealedInQuery(String query) {
        String revealed = query;
        for (Map.Entry<String, String> secret : byPlaceholder.entrySet()) {
            revealed = revealed.replace(secret.getKey(), URLEncoder.encode(secret.getValue(), StandardCharsets.UTF_8));
        }
        return revealed;
    }

    /** A server that repeats what it was sent tells the script nothing. */
    String hidden(String text) {
        String hidden = text;
        for (Map.Entry<String, String> secret : byPlaceholder.entrySet()) {
            if (secret.getValue().length() >= MASKED_CHARS_MIN) {
                hidden = hidden.replace(secret.getValue(), secret.getKey());
            }
        }
        return hidden;
    }

    @Override
    public String toString() {
        return "ScriptSecrets[" + byPlaceholder.size() + "]";
    }
}
