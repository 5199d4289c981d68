package dev.gatehouse.policy.budget;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** A connection that does what it is told and dies before it can say so. */
final class Unheard {
    private Unheard() {}

    static Connection of(Connection connection) {
        return wrap(Connection.class, connection);
    }

    private static <T> T wrap(Class<T> type, Object inner) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (_, method, arguments) -> {
                    try {
                        Object result = method.invoke(inner, arguments);
                        if (method.getName().startsWith("execute")) {
                            throw new SQLException("connection reset", "08006");
                        }
                        return result instanceof PreparedStatement ? wrap(PreparedStatement.class, result) : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
