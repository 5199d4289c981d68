package dev.gatehouse.auth.agent;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A database whose connections break in the moment of the commit. */
record FailingCommits(DataSource database) {

    DataSource asDataSource() {
        return proxy(
                DataSource.class,
                database,
                (name, result) -> name.equals("getConnection") ? connection(result) : result);
    }

    private static Object connection(Object real) {
        return proxy(Connection.class, real, (_, result) -> result);
    }

    private interface After {
        Object apply(String method, Object result);
    }

    private static <T> T proxy(Class<T> type, Object target, After after) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (_, method, arguments) -> {
                    if (method.getName().equals("commit")) {
                        throw new SQLException("connection lost", "08006");
                    }
                    try {
                        return after.apply(method.getName(), method.invoke(target, arguments));
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
