package dev.gatehouse.server.config.bind;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;

/** Calls the canonical constructor of a configuration record. It never refuses: that is for binder and checks. */
final class Construction {
    private Construction() {}

    static Object of(Constructor<?> constructor, Object[] arguments) {
        try {
            return constructor.newInstance(arguments);
        } catch (InstantiationException | IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("cannot construct " + constructor.getDeclaringClass(), e);
        }
    }
}
