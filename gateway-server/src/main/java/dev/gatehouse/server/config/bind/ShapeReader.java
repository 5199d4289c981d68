package dev.gatehouse.server.config.bind;

import dev.gatehouse.core.json.Json;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the shape off a record class. A class it does not understand is a bug and throws. */
public final class ShapeReader {
    private ShapeReader() {}

    public static Shape.Group group(Class<?> type) {
        List<Shape.Field> fields = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            fields.add(field(component));
        }
        return new Shape.Group(constructor(type), List.copyOf(fields), notYet(type), shortFor(type, fields));
    }

    private static Optional<Shape.Field> shortFor(Class<?> type, List<Shape.Field> fields) {
        return Optional.ofNullable(type.getAnnotation(ShortFor.class))
                .map(annotation -> fields.stream()
                        .filter(field ->
                                field.name().equals(annotation.value()) && field.shape() instanceof Shape.ListOf)
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException(type + " has no list " + annotation.value())));
    }

    private static Shape.Field field(RecordComponent component) {
        Doc doc = component.getAnnotation(Doc.class);
        if (doc == null) {
            throw new IllegalStateException(component + " has no @Doc");
        }
        Type type = component.getGenericType();
        Optional<Type> wrapped = argument(type, Optional.class, 0);
        Default given = component.getAnnotation(Default.class);
        return new Shape.Field(
                component.getName(),
                doc.value(),
                shape(wrapped.orElse(type), component),
                wrapped.isPresent(),
                Optional.ofNullable(given).map(Default::value));
    }

    private static Shape shape(Type type, RecordComponent component) {
        Optional<Type> items = argument(type, List.class, 0);
        if (items.isPresent()) {
            return new Shape.ListOf(shape(items.get(), component));
        }
        Optional<Type> values = argument(type, Map.class, 1);
        if (values.isPresent()) {
            Keys keys = component.getAnnotation(Keys.class);
            return new Shape.MapOf(keys == null ? KeyKind.ANY : keys.value(), shape(values.get(), component));
        }
        if (type == Json.class) {
            return new Shape.Tree();
        }
        if (type instanceof Class<?> plain) {
            return plain.isRecord() && ValueTypes.find(plain).isEmpty() ? group(plain) : scalar(plain, component);
        }
        throw new IllegalStateException(component + " has a type that cannot stand in a file");
    }

    private static Shape scalar(Class<?> type, RecordComponent component) {
        ValueType<?> known = ValueTypes.find(type)
                .orElseThrow(() -> new IllegalStateException(component + " has a type that cannot stand in a file"));
        Within within = component.getAnnotation(Within.class);
        Optional<Shape.Bounds> bounds =
                Optional.ofNullable(within).map(both -> new Shape.Bounds(both.min(), both.max()));
        return new Shape.Scalar(known, bounds, references(type, component), notYet(type));
    }

    private static Shape.Scalar.References references(Class<?> type, RecordComponent component) {
        if (component.isAnnotationPresent(ReferenceOnly.class)) {
            return Shape.Scalar.References.REQUIRED;
        }
        return type == Secret.class || component.isAnnotationPresent(MayRefer.class)
                ? Shape.Scalar.References.REPLACED
                : Shape.Scalar.References.REFUSED;
    }

    private static Set<String> notYet(Class<?> type) {
        NotYet later = type.getAnnotation(NotYet.class);
        return later == null ? Set.of() : Set.of(later.value());
    }

    private static Optional<Type> argument(Type type, Class<?> container, int index) {
        return type instanceof ParameterizedType parameterized && parameterized.getRawType() == container
                ? Optional.of(parameterized.getActualTypeArguments()[index])
                : Optional.empty();
    }

    private static Constructor<?> constructor(Class<?> type) {
        Class<?>[] parameters = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            return type.getConstructor(parameters);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(type + " must be public", e);
        }
    }
}
