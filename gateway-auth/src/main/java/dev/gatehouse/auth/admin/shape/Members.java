package dev.gatehouse.auth.admin.shape;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The components of a record, and the kinds of value that they can be. */
final class Members {
    private Members() {}

    static List<RecordComponent> of(Class<?> type) {
        return List.of(type.getRecordComponents());
    }

    static boolean isOptional(RecordComponent component) {
        return component.getType() == Optional.class;
    }

    /** Of an {@code Optional} what is in it. */
    static Type type(RecordComponent component) {
        return isOptional(component) ? element(component.getGenericType()) : component.getGenericType();
    }

    static boolean isList(Type type) {
        return type instanceof ParameterizedType generic && generic.getRawType() == List.class;
    }

    static Type element(Type type) {
        return ((ParameterizedType) type).getActualTypeArguments()[0];
    }

    static List<String> words(Class<?> enumeration) {
        return Stream.of(enumeration.getEnumConstants()).map(Members::word).toList();
    }

    static String word(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
    }

    static Object get(Record record, RecordComponent component) {
        try {
            Method accessor = component.getAccessor();
            // The records need not be public for that.
            accessor.setAccessible(true);
            return accessor.invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(component + " cannot be read", e);
        }
    }

    static <T extends Record> T make(Class<T> type, Object[] values) {
        try {
            Class<?>[] types = of(type).stream().map(RecordComponent::getType).toArray(Class<?>[]::new);
            Constructor<T> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " cannot be made", e);
        }
    }
}
