package dev.gatehouse.policy.pin;

import dev.gatehouse.core.json.CanonicalJson;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.policy.legible.Legible;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How two versions of a definition differ, field by field, for people. */
public final class PinDiff {
    /** Fields; of a definition that differs in more, the rest is not told one by one. */
    static final int CHANGES_MAX = 1_000;

    private final List<Change> changes = new ArrayList<>();

    private PinDiff() {}

    /**
     * @param place of the field, as a JSON pointer with what cannot be seen escaped; empty for the whole
     * @param lines of its text: what went begins with a minus, what came with a plus; nothing in them is invisible
     */
    public record Change(String place, List<String> lines) {}

    /** Empty where both mean the same. Without a version before, all of it is new. */
    public static List<Change> of(Optional<Json> before, Json after) {
        PinDiff diff = new PinDiff();
        diff.walk("", before, Optional.of(after));
        return List.copyOf(diff.changes);
    }

    private void walk(String place, Optional<Json> before, Optional<Json> after) {
        if (changes.size() >= CHANGES_MAX || before.map(CanonicalJson::of).equals(after.map(CanonicalJson::of))) {
            return;
        }
        boolean isObject = after.or(() -> before).filter(Json::isObject).isPresent()
                && before.map(Json::isObject).orElse(true);
        boolean isTop = place.isEmpty();
        if (isObject && (isTop || (before.isPresent() && after.isPresent()))) {
            members(place, before, after);
        } else if (before.filter(Json::isArray).isPresent()
                && after.filter(Json::isArray).isPresent()) {
            elements(place, before.get().elements(), after.get().elements());
        } else {
            changes.add(new Change(place, lines(before, after)));
        }
    }

    private void members(String place, Optional<Json> before, Optional<Json> after) {
        Map<String, Json> old = before.map(Json::members).orElse(Map.of());
        Map<String, Json> now = after.map(Json::members).orElse(Map.of());
        Set<String> names = new LinkedHashSet<>(now.keySet());
        names.addAll(old.keySet());
        for (String name : names) {
            String below = place + "/" + Legible.of(name.replace("~", "~0").replace("/", "~1"));
            walk(below, Optional.ofNullable(old.get(name)), Optional.ofNullable(now.get(name)));
        }
    }

    private void elements(String place, List<Json> old, List<Json> now) {
        for (int i = 0; i < Math.max(old.size(), now.size()); i++) {
            walk(place + "/" + i, at(old, i), at(now, i));
        }
    }

    private static Optional<Json> at(List<Json> elements, int index) {
        return index < elements.size() ? Optional.of(elements.get(index)) : Optional.empty();
    }

    private static List<String> lines(Optional<Json> before, Optional<Json> after) {
        if (before.filter(Json::isString).isPresent()
                && after.filter(Json::isString).isPresent()) {
            return LineDiff.of(
                    before.get().string().orElseThrow(), after.get().string().orElseThrow());
        }
        List<String> lines = new ArrayList<>();
        before.ifPresent(value -> text(value).forEach(line -> lines.add("- " + line)));
        after.ifPresent(value -> text(value).forEach(line -> lines.add("+ " + line)));
        return List.copyOf(lines);
    }

    private static List<String> text(Json value) {
        return value.isString()
                ? LineDiff.lines(value.string().orElseThrow())
                : List.of(Legible.of(CanonicalJson.of(value).toString()));
    }
}
