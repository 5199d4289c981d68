package dev.gatehouse.core.json;

import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Changes many places of one value in a single pass; every byte between them is copied. */
final class Rewrite {
    /** What stands at one place: something to change, or places below it. */
    private static final class Node {
        private final Map<String, Node> below = new HashMap<>();
        private @Nullable UnaryOperator<Json> change;

        Node at(JsonPointer pointer) {
            Node node = this;
            for (String step : pointer.steps()) {
                node = node.below.computeIfAbsent(step, _ -> new Node());
            }
            return node;
        }
    }

    private final Json whole;
    private final Output out;
    private int copied;

    private Rewrite(Json whole) {
        this.whole = whole;
        this.out = new Output(whole.length());
        this.copied = whole.from;
    }

    /** A pointer that leads nowhere changes nothing; one that leads into another's place is outranked by it. */
    static Json of(Json whole, Map<JsonPointer, UnaryOperator<Json>> changes) {
        Node root = new Node();
        changes.forEach((pointer, change) -> root.at(pointer).change = change);
        Rewrite rewrite = new Rewrite(whole);
        rewrite.visit(whole, root);
        return rewrite.out.raw(whole.in, rewrite.copied, whole.to).json();
    }

    private void visit(Json value, Node node) {
        if (node.change != null) {
            out.raw(whole.in, copied, value.from).value(node.change.apply(value));
            copied = value.to;
        } else if (value.isObject() || value.isArray()) {
            Cursor part = value.cursor();
            for (int i = 0; part.next(); i++) {
                Node below = node.below.get(value.isObject() ? part.name() : Integer.toString(i));
                if (below != null) {
                    visit(part.value(), below);
                }
            }
        }
    }
}
