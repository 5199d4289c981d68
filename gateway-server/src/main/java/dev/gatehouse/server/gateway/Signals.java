package dev.gatehouse.server.gateway;

import java.lang.reflect.Proxy;

/**
 * Signals of the operating system. The JVM has no supported way to hear SIGHUP, and its compiler refuses a direct use
 * of the unsupported one that every JVM has, so this asks for it by name.
 */
final class Signals {
    private Signals() {}

    /** The action runs on a thread of the JVM's and replaces what the signal did before. */
    @SuppressWarnings("ReferenceEquality") // a proxy is equal to itself and to nothing else
    static void on(String name, Runnable action) {
        try {
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Class<?> signal = Class.forName("sun.misc.Signal");
            Object listening = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        return switch (method.getName()) {
                            case "handle" -> run(action);
                            case "hashCode" -> System.identityHashCode(self);
                            case "equals" -> self == arguments[0];
                            default -> name;
                        };
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), listening);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JVM cannot listen for SIG" + name, e);
        }
    }

    private static @org.jspecify.annotations.Nullable Object run(Runnable action) {
        action.run();
        return null;
    }
}
