package dev.gatehouse.policy.rules;

import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.policy.Glob;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Globs by the kind of what they name. */
final class Names {
    private Names() {}

    static Map<Primitive, List<Glob>> of(
            Optional<List<Glob>> tools, Optional<List<Glob>> prompts, Optional<List<Glob>> resources) {
        Map<Primitive, List<Glob>> names = new EnumMap<>(Primitive.class);
        tools.ifPresent(globs -> names.put(Primitive.TOOL, List.copyOf(globs)));
        prompts.ifPresent(globs -> names.put(Primitive.PROMPT, List.copyOf(globs)));
        resources.ifPresent(globs -> {
            names.put(Primitive.RESOURCE, List.copyOf(globs));
            names.put(Primitive.TEMPLATE, List.copyOf(globs));
        });
        return names;
    }

    /** A loop: this is asked on every call, and of every entry of a list. */
    static boolean match(List<Glob> globs, String name) {
        for (Glob glob : globs) {
            if (glob.matches(name)) {
                return true;
            }
        }
        return false;
    }
}
