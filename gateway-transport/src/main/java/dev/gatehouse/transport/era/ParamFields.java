package dev.gatehouse.transport.era;

import dev.gatehouse.core.call.ParamCheck;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonLimits;
import dev.gatehouse.core.mcp.ParamHeaders;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares the {@code Mcp-Param-*} headers of a request with its arguments; each says the same or both say nothing. */
record ParamFields(HeaderFields headers, Json arguments) implements ParamCheck {
    private static final String PREFIX = "mcp-param-";

    @Override
    public Optional<String> contradiction(ParamHeaders repeated) {
        Map<String, Json> expected = repeated.repeated(arguments);
        return repeated.names().stream()
                .filter(name -> !says(name, Optional.ofNullable(expected.get(name))))
                .findFirst()
                .map(name -> "Mcp-Param-" + name + " must equal the argument it repeats");
    }

    private boolean says(String name, Optional<Json> expected) {
        List<String> said = headers.all(PREFIX + name);
        if (expected.isEmpty() || said.size() != 1) {
            return expected.isEmpty() && said.isEmpty();
        }
        Json argument = expected.get();
        return HeaderText.decoded(said.getFirst())
                .filter(text -> text.equals(argument.string().orElseGet(argument::toString))
                        || (argument.kind() == Json.Kind.NUMBER && isSameNumber(text, argument)))
                .isPresent();
    }

    /** {@code 42} and {@code 42.0} are one number, however it is written on either side. */
    private static boolean isSameNumber(String text, Json number) {
        try {
            return text.length() <= JsonLimits.NUMBER_MAX_BYTES
                    && new BigDecimal(text).compareTo(new BigDecimal(number.toString())) == 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
