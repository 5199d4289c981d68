package dev.gatehouse.core.revision;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Definition;
import java.util.Map;
import java.util.Optional;

/**
 * What an administrator says of a tool in place of its upstream, for clients to read. Policies judge the upstream's own
 * words and the name, so an override never widens what is allowed.
 *
 * @param hints members of {@code annotations} such as {@code readOnlyHint}; the others stay as they are
 */
public record ToolOverride(Optional<String> title, Optional<String> description, Map<String, Boolean> hints) {
    public ToolOverride {
        hints = Map.copyOf(hints);
    }

    Definition applied(Definition tool) {
        Json json = tool.json();
        if (title.isPresent()) {
            json = json.with("title", Json.of(title.get()));
        }
        if (description.isPresent()) {
            json = json.with("description", Json.of(description.get()));
        }
        Json annotations = tool.annotations();
        if (title.isPresent() && annotations.member("title").isPresent()) {
            annotations = annotations.with("title", Json.of(title.get()));
        }
        for (Map.Entry<String, Boolean> hint : hints.entrySet()) {
            annotations = annotations.with(hint.getKey(), Json.of(hint.getValue()));
        }
        return new Definition(
                tool.kind(),
                tool.name(),
                annotations.equals(tool.annotations()) ? json : json.with("annotations", annotations));
    }
}
