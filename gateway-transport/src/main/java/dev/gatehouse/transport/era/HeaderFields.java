package dev.gatehouse.transport.era;

import java.util.List;
import java.util.Optional;

/** The header fields of one request, by name whatever its case. */
@FunctionalInterface
public interface HeaderFields {
    /** The values in order. An {@code AsciiString} knows its hash; of any other name it is worked out anew. */
    List<String> all(CharSequence name);

    /** The value when there is exactly one: a field said twice says nothing. */
    default Optional<String> one(CharSequence name) {
        List<String> values = all(name);
        return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
    }
}
