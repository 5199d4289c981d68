package dev.gatehouse.server.config;

import dev.gatehouse.server.config.bind.Secret;
import dev.gatehouse.server.config.yaml.KeyPath;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Where two configurations differ: by the paths of the file, and never by what stands there, which may be secret. */
public final class ConfigDiff {
    /** Beyond this many, only that there are more. */
    static final int PATHS_MAX = 100;

    private final List<String> paths = new ArrayList<>();

    private ConfigDiff() {}

    /** {@code bundles.sales.policies[0].deny}, in the order of the file's keys; empty when both say the same. */
    public static List<String> paths(GatehouseConfig before, GatehouseConfig after) {
        ConfigDiff diff = new ConfigDiff();
        diff.compare(KeyPath.ROOT, before, after);
        return diff.paths.size() <= PATHS_MAX ? List.copyOf(diff.paths) : List.copyOf(shortened(diff.paths));
    }

    private static List<String> shortened(List<String> paths) {
        List<String> some = new ArrayList<>(paths.subList(0, PATHS_MAX));
        some.add("and " + (paths.size() - PATHS_MAX) + " more");
        return some;
    }

    /** As text, secrets apart, because a revision's digest is of that too: what differs here is another revision and no less. */
    private void compare(KeyPath at, Object before, Object after) {
        switch (before) {
            case Record record when record.getClass() == after.getClass() -> components(at, record, after);
            case Map<?, ?> map when after instanceof Map<?, ?> other -> entries(at, map, other);
            case List<?> list
            when after instanceof List<?> other && list.size() == other.size() -> {
                for (int i = 0; i < list.size(); i++) {
                    compare(at.index(i), list.get(i), other.get(i));
                }
            }
            case Optional<?> one
            when one.isPresent() && after instanceof Optional<?> other && other.isPresent() ->
                compare(at, one.get(), other.get());
            case Secret secret -> differsIf(at, !secret.equals(after));
            default -> differsIf(at, !before.toString().equals(after.toString()));
        }
    }

    private void differsIf(KeyPath at, boolean differs) {
        if (differs) {
            paths.add(at.toString());
        }
    }

    private void components(KeyPath at, Record before, Object after) {
        for (RecordComponent component : before.getClass().getRecordComponents()) {
            compare(at.key(component.getName()), read(before, component), read(after, component));
        }
    }

    /** The order of bundles decides which of them governs, so another order is another configuration. */
    private void entries(KeyPath at, Map<?, ?> before, Map<?, ?> after) {
        Set<Object> keys = new LinkedHashSet<>(before.keySet());
        keys.addAll(after.keySet());
        for (Object key : keys) {
            KeyPath path = at.key(key.toString());
            if (before.containsKey(key) && after.containsKey(key)) {
                compare(path, Objects.requireNonNull(before.get(key)), Objects.requireNonNull(after.get(key)));
            } else {
                paths.add(path.toString());
            }
        }
        boolean sameKeys = before.keySet().equals(after.keySet());
        differsIf(at, sameKeys && !List.copyOf(before.keySet()).equals(List.copyOf(after.keySet())));
    }

    static Object read(Object record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }
}
