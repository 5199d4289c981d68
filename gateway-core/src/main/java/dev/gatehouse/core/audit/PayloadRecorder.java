package dev.gatehouse.core.audit;

import dev.gatehouse.core.json.Json;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Turns a payload into what a mode may keep of it. */
public final class PayloadRecorder {
    /**
     * A key that reads like words, in whichever case they are joined, with numbers behind them. Whoever keeps things by id
     * or by key has content where others have names, and none of that may stay. Possessive, so that no key takes long.
     */
    private static final Pattern NAME = Pattern.compile(
            "[A-Za-z]?(?:[-_.$/: ]{0,2}(?:[A-Z]?[a-z]{2,24}+|[A-Z]{1,8}(?=[-_.$/: 0-9]|[A-Z][a-z]|$))){1,8}+[-_]?[0-9]{0,4}"
                    + "|[A-Za-z_$][A-Za-z0-9_]{0,3}");

    private static final int NAME_CHARS_MAX = 80;
    private static final HexFormat HEX = HexFormat.of();

    private PayloadRecorder() {}

    public static Payload record(Json value, PayloadMode mode) {
        Optional<Json> kept = switch (mode) {
            case DIGEST -> Optional.empty();
            case REDACTED -> Optional.of(mask(value));
            case FULL -> Optional.of(value);
        };
        return new Payload(HEX.formatHex(value.sha256()), value.length(), kept);
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
        int hidden = 0;
        for (Map.Entry<String, Json> member : object.members().entrySet()) {
            String key = member.getKey();
            boolean isName = key.length() <= NAME_CHARS_MAX && NAME.matcher(key).matches();
            String shown = isName ? key : "(key " + ++hidden + ", " + key.length() + ")";
            masked.put(shown, mask(member.getValue()));
        }
        return masked.build();
    }

    private static Json maskArray(Json array) {
        var masked = Json.array();
        array.elements().forEach(element -> masked.add(mask(element)));
        return masked.build();
    }
}
