package dev.gatehouse.auth.scim;

import dev.gatehouse.auth.scim.filter.AttributePath;
import dev.gatehouse.auth.scim.filter.Filter;
import dev.gatehouse.auth.scim.filter.Operator;
import dev.gatehouse.auth.scim.filter.PatchPath;
import dev.gatehouse.auth.scim.filter.ScimRefusal;
import dev.gatehouse.auth.scim.filter.ScimRefusal.Kind;
import dev.gatehouse.auth.scim.patch.PatchOperation;
import dev.gatehouse.core.json.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Who shall be in a group after a request, whatever number of operations say it.
 *
 * @param all nobody stays who is not among the added
 */
record MembersChange(boolean all, Set<UUID> added, Set<UUID> removed) {
    static final MembersChange NONE = new MembersChange(false, Set.of(), Set.of());

    static boolean isAbout(PatchOperation operation) {
        return operation.path().attribute().first().equalsIgnoreCase("members");
    }

    /** The members of a whole group; without any the group is empty. */
    static MembersChange whole(Json group) throws ScimRefusal {
        return new MembersChange(
                true, ids(AttributePath.member(group, "members").orElse(Json.NULL)), Set.of());
    }

    /** One operation more. */
    MembersChange then(PatchOperation operation) throws ScimRefusal {
        PatchPath path = operation.path();
        Json value = operation.value().orElse(Json.NULL);
        if (path.attribute().steps().size() > 1 || path.sub().isPresent()) {
            throw new ScimRefusal(Kind.INVALID_PATH, "members are added and removed, not changed");
        }
        return switch (operation.op()) {
            case ADD -> with(whole(path, value));
            case REPLACE -> new MembersChange(true, whole(path, value), Set.of());
            case REMOVE -> removing(path.element(), value);
        };
    }

    private static Set<UUID> whole(PatchPath path, Json value) throws ScimRefusal {
        if (path.element().isPresent()) {
            throw new ScimRefusal(Kind.INVALID_PATH, "members are added and removed, not changed");
        }
        return ids(value);
    }

    private MembersChange removing(Optional<Filter> element, Json value) throws ScimRefusal {
        if (element.isPresent()) {
            return without(ids(element.get()));
        }
        return value.isNull() ? new MembersChange(true, Set.of(), Set.of()) : without(ids(value));
    }

    private MembersChange with(Set<UUID> more) {
        return new MembersChange(all, union(added, more), difference(removed, more));
    }

    private MembersChange without(Set<UUID> fewer) {
        return new MembersChange(all, difference(added, fewer), union(removed, fewer));
    }

    private static Set<UUID> ids(Json members) throws ScimRefusal {
        Set<UUID> ids = new HashSet<>();
        List<Json> elements = members.isObject() ? List.of(members) : members.elements();
        if (elements.isEmpty() && !members.isArray() && !members.isNull()) {
            throw new ScimRefusal(Kind.INVALID_VALUE, "members: expected: a list of objects");
        }
        for (Json element : elements) {
            ids.add(id(AttributePath.member(element, "value").flatMap(Json::string)));
        }
        return ids;
    }

    private static Set<UUID> ids(Filter filter) throws ScimRefusal {
        return switch (filter) {
            case Filter.Compare compare
            when compare.operator() == Operator.EQ && compare.path().is("value") ->
                Set.of(id(compare.value().string()));
            case Filter.Or or -> {
                Set<UUID> ids = new HashSet<>();
                for (Filter each : or.any()) {
                    ids.addAll(ids(each));
                }
                yield ids;
            }
            default -> throw new ScimRefusal(Kind.INVALID_FILTER, "members are named by value eq \"...\"");
        };
    }

    private static UUID id(Optional<String> text) throws ScimRefusal {
        return text.flatMap(ScimRequest::id)
                .orElseThrow(() -> new ScimRefusal(Kind.INVALID_VALUE, "members: no such user"));
    }

    static Set<UUID> union(Set<UUID> some, Set<UUID> more) {
        Set<UUID> union = new HashSet<>(some);
        union.addAll(more);
        return union;
    }

    static Set<UUID> difference(Set<UUID> some, Set<UUID> fewer) {
        Set<UUID> difference = new HashSet<>(some);
        difference.removeAll(fewer);
        return difference;
    }
}
