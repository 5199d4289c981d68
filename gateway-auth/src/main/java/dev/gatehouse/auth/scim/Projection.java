package dev.gatehouse.auth.scim;

import dev.gatehouse.auth.scim.filter.AttributePath;
import dev.gatehouse.auth.scim.filter.ScimRefusal;
import dev.gatehouse.core.http.Form;
import dev.gatehouse.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which attributes an answer has (RFC 7644 §3.9).
 *
 * @param wanted empty: all but the unwanted
 */
record Projection(Optional<List<AttributePath>> wanted, List<AttributePath> unwanted) {
    private static final int ATTRIBUTES_MAX = 100;
    private static final Set<String> ALWAYS = Set.of("id", "schemas");

    static Projection read(Form parameters) throws ScimRefusal {
        Optional<String> wanted = parameters.value("attributes");
        Optional<String> unwanted = parameters.value("excludedAttributes");
        if (wanted.isPresent() && unwanted.isPresent()) {
            throw new ScimRefusal(
                    ScimRefusal.Kind.INVALID_VALUE, "attributes and excludedAttributes exclude each other");
        }
        return new Projection(
                wanted.isPresent() ? Optional.of(paths(wanted.get())) : Optional.empty(), paths(unwanted.orElse("")));
    }

    private static List<AttributePath> paths(String list) throws ScimRefusal {
        List<AttributePath> paths = new ArrayList<>();
        for (String name : list.split(",", ATTRIBUTES_MAX + 1)) {
            if (paths.size() == ATTRIBUTES_MAX) {
                throw new ScimRefusal(ScimRefusal.Kind.INVALID_VALUE, "more than " + ATTRIBUTES_MAX + " attributes");
            }
            if (!name.isBlank()) {
                paths.add(AttributePath.parse(name.strip()));
            }
        }
        return paths;
    }

    /** Whether the whole attribute, or a part of it, will be shown: what nobody sees need not be read. */
    boolean shows(String attribute) {
        boolean hidden = unwanted.stream().anyMatch(path -> path.is(attribute));
        return !hidden
                && wanted.map(all -> all.stream().anyMatch(path -> path.first().equalsIgnoreCase(attribute)))
                        .orElse(true);
    }

    Json of(Json resource) {
        return kept(
                resource,
                wanted.map(all -> all.stream().map(AttributePath::steps).toList()),
                steps(unwanted));
    }

    private static List<List<String>> steps(List<AttributePath> paths) {
        return paths.stream().map(AttributePath::steps).toList();
    }

    private static Json kept(Json object, Optional<List<List<String>>> wanted, List<List<String>> unwanted) {
        var kept = Json.object();
        for (Map.Entry<String, Json> member : object.members().entrySet()) {
            String name = member.getKey();
            if (ALWAYS.contains(name)) {
                kept.put(name, member.getValue());
                continue;
            }
            Optional<List<List<String>>> inside = wanted.map(all -> below(all, name));
            List<List<String>> outside = below(unwanted, name);
            boolean shown = inside.filter(List::isEmpty).isEmpty() && !outside.contains(List.<String>of());
            if (shown) {
                Optional<List<List<String>>> parts = inside.filter(all -> !all.contains(List.<String>of()));
                kept.put(name, each(member.getValue(), parts, outside));
            }
        }
        return kept.build();
    }

    /** What remains of the paths that begin with a name. */
    private static List<List<String>> below(List<List<String>> paths, String name) {
        return paths.stream()
                .filter(path -> path.getFirst().equalsIgnoreCase(name))
                .map(path -> path.subList(1, path.size()))
                .toList();
    }

    private static Json each(Json value, Optional<List<List<String>>> wanted, List<List<String>> unwanted) {
        if (wanted.isEmpty() && unwanted.isEmpty()) {
            return value;
        }
        if (value.isArray()) {
            return Json.of(value.elements().stream()
                    .map(element -> each(element, wanted, unwanted))
                    .toList());
        }
        return value.isObject() ? kept(value, wanted, unwanted) : value;
    }
}
