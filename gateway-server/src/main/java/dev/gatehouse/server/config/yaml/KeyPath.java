package dev.gatehouse.server.config.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The way from the top of the file to a value: {@code bundles.engineering.policies[0]}. */
public record KeyPath(List<String> steps) {
    public static final KeyPath ROOT = new KeyPath(List.of());

    public KeyPath {
        steps = List.copyOf(steps);
    }

    public static KeyPath of(String... keys) {
        return new KeyPath(List.of(keys));
    }

    public KeyPath key(String key) {
        List<String> longer = new ArrayList<>(steps);
        longer.add(key);
        return new KeyPath(longer);
    }

    public KeyPath index(int index) {
        return key("[" + index + "]");
    }

    public Optional<KeyPath> parent() {
        return steps.isEmpty() ? Optional.empty() : Optional.of(new KeyPath(steps.subList(0, steps.size() - 1)));
    }

    /** Whether this path leads to {@code other} or to something that holds it. */
    public boolean holds(KeyPath other) {
        return other.steps.size() >= steps.size()
                && other.steps.subList(0, steps.size()).equals(steps);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (String step : steps) {
            if (!text.isEmpty() && !step.startsWith("[")) {
                text.append('.');
            }
            text.append(step);
        }
        return text.toString();
    }
}
