package dev.gatehouse.core.view;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.Operation;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Puts public URIs where an upstream's own show: in results, and in the {@code _meta} of entries. What has none of them
 * stays the same bytes.
 *
 * @param publicUri what clients call a URI of the upstream
 */
@SuppressWarnings("ReferenceEquality") // the same instance means that nothing was changed
record ShownUris(UnaryOperator<String> publicUri) {

    Json inResult(Operation.Verb verb, Json result) {
        return switch (verb) {
            case CALL -> inMeta(each(result, "content", this::inBlock));
            case GET -> each(result, "messages", this::inMessage);
            case READ -> each(result, "contents", this::named);
            case COMPLETE, SUBSCRIBE, GET_TASK, UPDATE_TASK, CANCEL_TASK, WATCH_TASK -> result;
        };
    }

    /** MCP Apps: the resource a tool's view is made from, under each name it has had. */
    Json inMeta(Json entry) {
        return replaced(entry, "_meta", meta -> {
            Json ui = replaced(meta, "ui", view -> text(view, "resourceUri"));
            return text(text(ui, "ui/resourceUri"), "openai/outputTemplate");
        });
    }

    private Json inMessage(Json message) {
        boolean several = message.member("content").filter(Json::isArray).isPresent();
        return several ? each(message, "content", this::inBlock) : replaced(message, "content", this::inBlock);
    }

    private Json inBlock(Json block) {
        return switch (block.text("type").orElse("")) {
            case "resource_link" -> named(block);
            case "resource" -> replaced(block, "resource", this::named);
            default -> block;
        };
    }

    private Json named(Json resource) {
        return text(resource, "uri");
    }

    private Json text(Json object, String name) {
        return replaced(
                object,
                name,
                value -> value.string()
                        .map(uri -> {
                            String shown = publicUri.apply(uri);
                            return shown.equals(uri) ? value : Json.of(shown);
                        })
                        .orElse(value));
    }

    /** {@code this} object when the change leaves the member the same instance. */
    private static Json replaced(Json object, String name, UnaryOperator<Json> change) {
        Optional<Json> member = object.member(name);
        if (member.isEmpty()) {
            return object;
        }
        Json changed = change.apply(member.get());
        return changed == member.get() ? object : object.with(name, changed);
    }

    private static Json each(Json object, String name, UnaryOperator<Json> change) {
        return replaced(object, name, array -> {
            if (!array.isArray()) {
                return array;
            }
            List<Json> before = array.elements();
            List<Json> after = before.stream().map(change).toList();
            return IntStream.range(0, before.size()).allMatch(i -> before.get(i) == after.get(i))
                    ? array
                    : Json.of(after);
        });
    }
}
