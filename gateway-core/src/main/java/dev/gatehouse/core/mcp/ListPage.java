package dev.gatehouse.core.mcp;

import dev.gatehouse.core.json.Json;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** One page of a list, put together once for all who see it, and so kept in each of the forms they read it in. */
public final class ListPage {
    private final Primitive kind;
    private final Json result;
    /** Bounded by how many forms there are: not more than one for each revision. */
    private final Map<UnaryOperator<Json>, Json> forms = new ConcurrentHashMap<>();

    /** @param result of the list method in canonical form, without {@code nextCursor} */
    public ListPage(Primitive kind, Json result) {
        this.kind = kind;
        this.result = result;
    }

    public Primitive kind() {
        return kind;
    }

    public Json result() {
        return result;
    }

    /**
     * The result in another form, which is made when it is first asked for.
     *
     * @param form a value: equal ones make the same of the same result, and there are few that are not equal
     */
    public Json as(UnaryOperator<Json> form) {
        return forms.computeIfAbsent(form, made -> made.apply(result));
    }

    /** For messages; the whole list is long. */
    @Override
    public String toString() {
        return kind + " page of " + result.length() + " bytes";
    }
}
