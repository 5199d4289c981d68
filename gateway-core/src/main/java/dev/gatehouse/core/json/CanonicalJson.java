package dev.gatehouse.core.json;

import java.math.BigDecimal;
import java.util.TreeMap;

/**
 * One spelling for values that mean the same: no whitespace, members by name, strings with as few escapes as JSON allows,
 * numbers without needless digits. Numbers keep their exact value (RFC 8785 rounds them to doubles, and then two different
 * definitions could look the same).
 */
public final class CanonicalJson {
    private CanonicalJson() {}

    public static Json of(Json value) {
        return switch (value.kind()) {
            case OBJECT -> object(value);
            case ARRAY -> array(value);
            case STRING -> Json.of(value.string().orElseThrow());
            case NUMBER -> number(value.toString());
            default -> value;
        };
    }

    private static Json object(Json value) {
        ObjectWriter sorted = Json.object(value.length());
        new TreeMap<>(value.members()).forEach((name, member) -> sorted.put(name, of(member)));
        return sorted.build();
    }

    private static Json array(Json value) {
        ArrayWriter elements = Json.array();
        value.elements().forEach(element -> elements.add(of(element)));
        return elements.build();
    }

    private static Json number(String literal) {
        try {
            BigDecimal exact = new BigDecimal(literal).stripTrailingZeros();
            String digits = exact.unscaledValue().toString();
            return Json.ascii(exact.scale() == 0 ? digits : digits + "e" + -(long) exact.scale());
        } catch (NumberFormatException | ArithmeticException _) {
            // An exponent beyond two billion: no other spelling of it is looked for.
            return Json.ascii(literal);
        }
    }
}
