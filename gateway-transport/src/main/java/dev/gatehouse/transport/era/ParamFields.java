package dev.gatehouse.transport.era;

import dev.gatehouse.core.call.ParamCheck;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ParamHeaders;
import dev.gatehouse.transport.wire.HeaderText;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares the {@code Mcp-Param-*} headers of a request with its arguments; each says the same or both say nothing. */
record ParamFields(HeaderFields headers, Json arguments) implements ParamCheck {
    private static final String PREFIX = "mcp-param-";

    @Override
    public Optional<String> contradiction(ParamHeaders repeated) {
        if (repeated.names().isEmpty()) {
            return Optional.empty();
        }
        Map<String, Json> expected = repeated.repeated(arguments);
        return repeated.names().stream()
                .filter(name -> !says(name, Optional.ofNullable(expected.get(name))))
                .findFirst()
                .map(name -> "Mcp-Param-" + name + " must equal the argument it repeats");
    }

    private boolean says(String name, Optional<Json> expected) {
        List<String> said = headers.all(PREFIX + name);
        if (said.isEmpty() || expected.isEmpty()) {
            return said.isEmpty() && expected.isEmpty();
        }
        return said.size() == 1
                && HeaderText.decoded(said.getFirst())
                        .filter(value -> ParamHeaders.isSame(expected.get(), value))
                        .isPresent();
    }
}
