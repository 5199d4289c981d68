package dev.gatehouse.server.config.bind;

import dev.gatehouse.core.json.Json;
import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the file may hold at one place, read off the records: for binding, for the schema and for the reference. */
public sealed interface Shape {

    /** One value. */
    record Scalar(ValueType<?> type, Optional<Bounds> bounds, References references, Set<String> notYet)
            implements Shape {
        enum References {
            REFUSED,
            REPLACED,
            REQUIRED
        }

        boolean isSecret() {
            return type.equals(ValueTypes.SECRET);
        }

        public String typeName() {
            return type.name();
        }

        public Json schema() {
            return type.schema();
        }

        public boolean mayRefer() {
            return references != References.REFUSED;
        }

        public boolean mustRefer() {
            return references == References.REQUIRED;
        }
    }

    /** A JSON object of somebody else's making. */
    record Tree() implements Shape {}

    record ListOf(Shape items) implements Shape {}

    record MapOf(KeyKind keys, Shape values) implements Shape {}

    /**
     * A record: fixed keys.
     *
     * @param shortFor the field that a list in place of the group is the value of
     */
    record Group(Constructor<?> constructor, List<Field> fields, Set<String> notYet, Optional<Field> shortFor)
            implements Shape {}

    /**
     * One key of a group.
     *
     * @param optional bound to an {@link Optional}; else a key without a default and without a container is required
     */
    record Field(String name, String doc, Shape shape, boolean optional, Optional<String> defaultText) {
        public boolean required() {
            return !optional && defaultText.isEmpty() && (shape instanceof Scalar || shape instanceof Tree);
        }
    }

    /** Both ends allowed, written as in the file. */
    record Bounds(String min, String max) {}
}
