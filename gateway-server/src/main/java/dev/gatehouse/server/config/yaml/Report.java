package dev.gatehouse.server.config.yaml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything found out about one file: where each value stands and what is wrong. One problem per place, the first one
 * found: what follows from it is not told. Not thread-safe.
 */
public final class Report {
    public static final int PROBLEMS_MAX = 100;

    private final Map<KeyPath, Position> places = new LinkedHashMap<>();
    private final Map<KeyPath, Set<String>> keys = new LinkedHashMap<>();
    private final Map<KeyPath, Problem> problems = new LinkedHashMap<>();
    private int leftOut;

    /** Remembers where a value stands. */
    public void place(KeyPath path, Position at) {
        places.putIfAbsent(path, at);
        path.parent()
                .ifPresent(parent -> keys.computeIfAbsent(parent, _ -> new LinkedHashSet<>())
                        .add(path.steps().getLast()));
    }

    /** A problem with the value at this path, or with its absence; it is placed at the nearest value there is. */
    public void problem(KeyPath path, String message) {
        problem(path, nearest(path), message);
    }

    public void problem(KeyPath path, Position at, String message) {
        if (problems.containsKey(path)) {
            return;
        }
        if (problems.size() < PROBLEMS_MAX) {
            problems.put(path, new Problem(at, path, message));
        } else {
            leftOut++;
        }
    }

    /** The keys the file has below this path, also of entries that are wrong in themselves. */
    public Set<String> keys(KeyPath path) {
        return Collections.unmodifiableSet(keys.getOrDefault(path, Set.of()));
    }

    /** Whether neither the value at this path nor anything in it has a problem so far. */
    public boolean isClean(KeyPath path) {
        return problems.keySet().stream().noneMatch(path::holds);
    }

    /** All problems in the order of the file. */
    public List<Problem> problems() {
        List<Problem> sorted = new ArrayList<>(problems.values());
        sorted.sort(Comparator.comparing(Problem::at));
        if (leftOut > 0) {
            sorted.add(new Problem(sorted.getLast().at(), KeyPath.ROOT, "and " + leftOut + " more problems"));
        }
        return List.copyOf(sorted);
    }

    private Position nearest(KeyPath path) {
        Position at = places.get(path);
        return at != null ? at : path.parent().map(this::nearest).orElse(Position.START);
    }
}
