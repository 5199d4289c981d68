package dev.gatehouse.policy.condition;

import dev.cel.common.exceptions.CelNumericOverflowException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.CelValue;
import dev.cel.common.values.NullValue;
import dev.gatehouse.core.json.Json;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object as CEL reads it: a member becomes a value when it is touched. The library copies plain maps whole before
 * it looks into them; what is a value of its own already, it takes as it is.
 */
@SuppressWarnings("Immutable") // what is computed late is computed from what never changes
final class CelJson extends CelValue implements Map<String, Object> {
    private static final CelType TYPE = MapType.create(SimpleType.STRING, SimpleType.DYN);

    private final Json object;
    private @Nullable Map<String, Object> members;

    private CelJson(Json object) {
        this.object = object;
    }

    /** A number that neither 64 bits nor a finite double can hold is an error for whoever touches it. */
    static Object value(Json json) {
        return switch (json.kind()) {
            case OBJECT -> new CelJson(json);
            case ARRAY -> json.elements().stream().map(CelJson::value).toList();
            case STRING -> json.string().orElseThrow();
            case NUMBER -> number(json);
            case TRUE -> true;
            case FALSE -> false;
            case NULL -> NullValue.NULL_VALUE;
        };
    }

    private static Object number(Json json) {
        OptionalLong integer = json.integer();
        if (integer.isPresent()) {
            return integer.getAsLong();
        }
        return json.finite().orElseThrow(() -> new CelNumericOverflowException("a number out of range"));
    }

    @Override
    public Object value() {
        return this;
    }

    @Override
    public boolean isZeroValue() {
        return isEmpty();
    }

    @Override
    public CelType celType() {
        return TYPE;
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
        return key instanceof String name
                ? object.member(name).map(CelJson::value).orElse(null)
                : null;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return key instanceof String name && object.member(name).isPresent();
    }

    @Override
    public int size() {
        return object.members().size();
    }

    @Override
    public boolean isEmpty() {
        return size() == 0;
    }

    @Override
    public Set<String> keySet() {
        return object.members().keySet();
    }

    @Override
    public boolean containsValue(@Nullable Object value) {
        return all().containsValue(value);
    }

    @Override
    public Collection<Object> values() {
        return all().values();
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        return all().entrySet();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return all().equals(other);
    }

    @Override
    public int hashCode() {
        return all().hashCode();
    }

    @Override
    public @Nullable Object put(String key, Object value) {
        throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable Object remove(@Nullable Object key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void putAll(Map<? extends String, ?> more) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void clear() {
        throw new UnsupportedOperationException();
    }

    private Map<String, Object> all() {
        Map<String, Object> read = members;
        if (read == null) {
            Map<String, Object> reading = new LinkedHashMap<>();
            object.members().forEach((name, value) -> reading.put(name, value(value)));
            read = Collections.unmodifiableMap(reading);
            members = read;
        }
        return read;
    }
}
