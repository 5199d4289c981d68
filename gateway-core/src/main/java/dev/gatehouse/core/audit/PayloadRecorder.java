package dev.gatehouse.core.audit;

import dev.gatehouse.core.digest.Sha256;
import dev.gatehouse.core.json.Json;
import java.util.Map;
import java.util.Optional;

/** Turns a payload into what a mode may keep of it. */
public final class PayloadRecorder {
    private PayloadRecorder() {}

    public static Payload record(Json value, PayloadMode mode) {
        byte[] bytes = value.bytes();
        Optional<Json> kept = switch (mode) {
            case DIGEST -> Optional.empty();
            case REDACTED -> Optional.of(mask(value));
            case FULL -> Optional.of(value);
        };
        return new Payload(Sha256.hex(bytes), bytes.length, kept);
    }

    /** Keys, array lengths and types stay; strings show only their length, numbers and booleans only that they are one. */
    private static Json mask(Json value) {
        return switch (value.kind()) {
            case OBJECT -> maskObject(value);
            case ARRAY -> maskArray(value);
            case STRING -> Json.of("string(" + value.string().orElse("").length() + ")");
            case NUMBER -> Json.of("number");
            case TRUE, FALSE -> Json.of("boolean");
            case NULL -> value;
        };
    }

    private static Json maskObject(Json object) {
        var masked = Json.object();
        for (Map.Entry<String, Json> member : object.members().entrySet()) {
            masked.put(member.getKey(), mask(member.getValue()));
        }
        return masked.build();
    }

    private static Json maskArray(Json array) {
        var masked = Json.array();
        array.elements().forEach(element -> masked.add(mask(element)));
        return masked.build();
    }
}
