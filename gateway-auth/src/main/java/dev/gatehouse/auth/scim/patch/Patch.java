package dev.gatehouse.auth.scim.patch;

import dev.gatehouse.auth.scim.filter.AttributePath;
import dev.gatehouse.auth.scim.filter.Filter;
import dev.gatehouse.auth.scim.filter.Operator;
import dev.gatehouse.auth.scim.filter.ScimRefusal;
import dev.gatehouse.auth.scim.filter.ScimRefusal.Kind;
import dev.gatehouse.auth.scim.patch.PatchOperation.Op;
import dev.gatehouse.core.json.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Carries out one operation on the attributes of a resource. */
public final class Patch {
    private static final Set<String> MULTI_VALUED =
            Set.of("emails", "phonenumbers", "ims", "photos", "addresses", "entitlements", "roles", "x509certificates");

    private final Op op;
    private final Optional<Filter> element;
    private final Optional<String> sub;
    private final Json value;
    private final int resourceBytesMax;

    private Patch(PatchOperation operation, int resourceBytesMax) {
        // Nothing is what remains when a value is replaced by null (RFC 7643 §2.5).
        boolean removes = operation.value().filter(Json::isNull).isPresent();
        this.op = removes ? Op.REMOVE : operation.op();
        this.element = operation.path().element();
        this.sub = operation.path().sub();
        this.value = operation.value().orElse(Json.NULL);
        this.resourceBytesMax = resourceBytesMax;
    }

    /** @throws ScimRefusal when there is nothing to do it to, or the result would be too large */
    public static Json apply(PatchOperation operation, Json resource, int resourceBytesMax) throws ScimRefusal {
        Json after = new Patch(operation, resourceBytesMax)
                .descend(resource, operation.path().attribute().steps());
        return requireSize(after, resourceBytesMax);
    }

    private static Json requireSize(Json resource, int bytesMax) throws ScimRefusal {
        if (resource.length() > bytesMax) {
            throw new ScimRefusal(Kind.TOO_LARGE, "a resource has at most " + bytesMax + " bytes");
        }
        return resource;
    }

    private Json descend(Json object, List<String> steps) throws ScimRefusal {
        String key = AttributePath.key(object, steps.getFirst()).orElse(steps.getFirst());
        Optional<Json> before = object.member(key).filter(value -> !value.isNull());
        Optional<Json> after =
                steps.size() == 1 ? attribute(key, before) : below(key, before, steps.subList(1, steps.size()));
        return after.isPresent() ? object.with(key, after.get()) : object.without(key);
    }

    private Optional<Json> below(String key, Optional<Json> before, List<String> steps) throws ScimRefusal {
        if (before.isEmpty()) {
            if (op == Op.REMOVE) {
                return Optional.empty();
            }
            Json fresh = descend(Json.EMPTY_OBJECT, steps);
            return Optional.of(isMultiValued(key) ? Json.of(List.of(fresh)) : fresh);
        }
        if (before.get().isArray()) {
            List<Json> elements = new ArrayList<>();
            for (Json each : requireSpace(before.get().elements())) {
                elements.add(each.isObject() ? descend(each, steps) : each);
            }
            return Optional.of(Json.of(elements));
        }
        if (!before.get().isObject()) {
            throw new ScimRefusal(Kind.NO_TARGET, AttributePath.quoted(key) + " has no attributes within");
        }
        return Optional.of(descend(before.get(), steps))
                .filter(object -> !object.members().isEmpty());
    }

    /** One value may be written into many elements: what that makes is asked before it is made. */
    private List<Json> requireSpace(List<Json> elements) throws ScimRefusal {
        if ((long) elements.size() * value.length() > resourceBytesMax) {
            throw new ScimRefusal(Kind.TOO_LARGE, "a resource has at most " + resourceBytesMax + " bytes");
        }
        return elements;
    }

    private Optional<Json> attribute(String key, Optional<Json> before) throws ScimRefusal {
        if (element.isPresent()) {
            return elements(before.map(Json::elements).orElse(List.of()), element.get());
        }
        return switch (op) {
            case ADD -> Optional.of(added(key, before));
            case REPLACE -> replaced(key, before);
            case REMOVE -> remaining(before);
        };
    }

    private Optional<Json> replaced(String key, Optional<Json> before) {
        if (value.isObject()) {
            return Optional.of(
                    isMultiValued(key) ? Json.of(List.of(value)) : merged(before.orElse(Json.EMPTY_OBJECT), value));
        }
        return Optional.of(value)
                .filter(list -> !list.isArray() || !list.elements().isEmpty());
    }

    private Json added(String key, Optional<Json> before) {
        boolean isList = before.filter(Json::isArray).isPresent() || isMultiValued(key);
        if (isList) {
            List<Json> all = new ArrayList<>(before.map(Json::elements).orElse(List.of()));
            Set<Json> known = new HashSet<>(all);
            (value.isArray() ? value.elements() : List.of(value))
                    .stream().filter(known::add).forEach(all::add);
            return Json.of(all);
        }
        return value.isObject() ? merged(before.orElse(Json.EMPTY_OBJECT), value) : value;
    }

    private static Json merged(Json before, Json more) {
        Json merged = before.isObject() ? before : Json.EMPTY_OBJECT;
        for (Map.Entry<String, Json> member : more.members().entrySet()) {
            String key = AttributePath.key(merged, member.getKey()).orElse(member.getKey());
            merged = member.getValue().isNull() ? merged.without(key) : merged.with(key, member.getValue());
        }
        return merged;
    }

    /** Without a value everything goes; with a list, the elements of these values do. */
    private Optional<Json> remaining(Optional<Json> before) {
        if (value.isNull() || before.filter(Json::isArray).isEmpty()) {
            return Optional.empty();
        }
        Set<Optional<Json>> removed = new HashSet<>();
        (value.isArray() ? value.elements() : List.of(value)).forEach(each -> removed.add(identity(each)));
        List<Json> rest = before.get().elements().stream()
                .filter(each -> !removed.contains(identity(each)))
                .toList();
        return rest.isEmpty() ? Optional.empty() : Optional.of(Json.of(rest));
    }

    private static Optional<Json> identity(Json element) {
        return element.isObject() ? AttributePath.member(element, "value") : Optional.of(element);
    }

    private Optional<Json> elements(List<Json> before, Filter wanted) throws ScimRefusal {
        List<Json> after = new ArrayList<>();
        boolean found = false;
        for (Json each : requireSpace(before)) {
            boolean matches = wanted.matches(each);
            found |= matches;
            Optional<Json> kept = matches ? edited(each) : Optional.of(each);
            kept.ifPresent(after::add);
        }
        if (!found && op != Op.REMOVE) {
            after.add(edited(described(wanted)).orElseThrow());
        }
        return after.isEmpty() ? Optional.empty() : Optional.of(Json.of(after));
    }

    private Optional<Json> edited(Json each) throws ScimRefusal {
        if (sub.isPresent() && !each.isObject()) {
            return Optional.of(each);
        }
        if (sub.isEmpty()) {
            if (op != Op.REMOVE && !value.isObject()) {
                throw new ScimRefusal(Kind.INVALID_VALUE, "an element is an object");
            }
            return op == Op.REMOVE ? Optional.empty() : Optional.of(merged(each, value));
        }
        String key = AttributePath.key(each, sub.get()).orElse(sub.get());
        return Optional.of(op == Op.REMOVE ? each.without(key) : each.with(key, value));
    }

    /** Replacing an element that is not there makes it: providers expect that, and the filter says what it is like. */
    private static Json described(Filter wanted) throws ScimRefusal {
        Json element = Json.EMPTY_OBJECT;
        for (Filter.Compare part : wanted.comparisons().toList()) {
            boolean describes = part.operator() == Operator.EQ
                    && part.path().steps().size() == 1
                    && wanted.certain().anyMatch(part::equals);
            if (!describes) {
                throw new ScimRefusal(Kind.NO_TARGET, "no element matches, and the filter does not describe one");
            }
            element = element.with(part.path().first(), part.value());
        }
        return element;
    }

    private static boolean isMultiValued(String key) {
        return MULTI_VALUED.contains(key.toLowerCase(Locale.ROOT));
    }
}
