package dev.gatehouse.auth.scim.patch;

import dev.gatehouse.auth.scim.filter.AttributePath;
import dev.gatehouse.auth.scim.filter.PatchPath;
import dev.gatehouse.auth.scim.filter.ScimRefusal;
import dev.gatehouse.auth.scim.filter.ScimRefusal.Kind;
import dev.gatehouse.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One thing to do to one attribute.
 *
 * @param value there unless something is removed
 */
public record PatchOperation(Op op, PatchPath path, Optional<Json> value) {
    public static final String SCHEMA = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
    public static final int OPERATIONS_MAX = 20_000;

    /** What only we say of a resource. */
    private static final Set<String> READ_ONLY = Set.of("id", "meta", "schemas", "groups");

    public enum Op {
        ADD,
        REPLACE,
        REMOVE
    }

    /**
     * The operations of a request body, each with a path: a value without one is an operation for each of its members,
     * whose names may be paths themselves.
     */
    public static List<PatchOperation> read(Json body) throws ScimRefusal {
        boolean isPatch = body.member("schemas").stream()
                .flatMap(schemas -> schemas.elements().stream())
                .flatMap(schema -> schema.string().stream())
                .anyMatch(SCHEMA::equalsIgnoreCase);
        List<Json> sent =
                AttributePath.member(body, "Operations").map(Json::elements).orElse(List.of());
        if (!isPatch || sent.isEmpty()) {
            throw new ScimRefusal(Kind.INVALID_SYNTAX, "expected: a PatchOp with Operations");
        }
        List<PatchOperation> operations = new ArrayList<>();
        for (Json operation : sent) {
            read(operation, operations);
            if (operations.size() > OPERATIONS_MAX) {
                throw new ScimRefusal(Kind.TOO_LARGE, "more than " + OPERATIONS_MAX + " operations");
            }
        }
        return operations;
    }

    private static void read(Json operation, List<PatchOperation> operations) throws ScimRefusal {
        Op op = op(operation.text("op").orElse(""));
        Optional<String> path = operation.text("path").filter(text -> !text.isEmpty());
        Optional<Json> value = operation.member("value");
        if (op != Op.REMOVE && value.isEmpty()) {
            throw new ScimRefusal(Kind.INVALID_VALUE, "a value is expected");
        }
        if (path.isPresent()) {
            PatchPath parsed = PatchPath.parse(path.get());
            if (isReadOnly(parsed)) {
                throw new ScimRefusal(Kind.MUTABILITY, "read-only: " + AttributePath.quoted(path.get()));
            }
            operations.add(new PatchOperation(op, parsed, value));
            return;
        }
        if (op == Op.REMOVE) {
            throw new ScimRefusal(Kind.NO_TARGET, "remove needs a path");
        }
        if (!value.orElse(Json.NULL).isObject()) {
            throw new ScimRefusal(Kind.INVALID_VALUE, "without a path the value is an object");
        }
        for (Map.Entry<String, Json> member : value.orElse(Json.NULL).members().entrySet()) {
            PatchPath parsed = PatchPath.parse(member.getKey());
            // A whole resource sent back names its id too.
            if (!isReadOnly(parsed)) {
                operations.add(new PatchOperation(op, parsed, Optional.of(member.getValue())));
            }
        }
    }

    private static Op op(String word) throws ScimRefusal {
        for (Op op : Op.values()) {
            if (op.name().equalsIgnoreCase(word)) {
                return op;
            }
        }
        throw new ScimRefusal(Kind.INVALID_SYNTAX, "not an operation: " + AttributePath.quoted(word));
    }

    private static boolean isReadOnly(PatchPath path) {
        return READ_ONLY.contains(path.attribute().first().toLowerCase(Locale.ROOT));
    }
}
