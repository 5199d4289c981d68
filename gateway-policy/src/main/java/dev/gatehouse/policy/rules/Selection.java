package dev.gatehouse.policy.rules;

import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.policy.Glob;
import dev.gatehouse.core.policy.Target;
import dev.gatehouse.policy.condition.Circumstances;
import dev.gatehouse.policy.condition.Condition;
import dev.gatehouse.policy.condition.Condition.Moment;
import dev.gatehouse.policy.condition.Truth;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a rule is about, whatever its effect.
 *
 * @param names public names by kind; a kind without an entry is not meant, and no entries at all mean everything
 */
public record Selection(Map<Primitive, List<Glob>> names, Optional<Condition> condition) {
    public static final Selection ALL = new Selection(Map.of(), Optional.empty());

    public Selection {
        names = Map.copyOf(names);
    }

    /** Selects by name. {@code resources} are matched with URIs, and with the templates they are made from. */
    public static Selection named(
            Optional<List<Glob>> tools, Optional<List<Glob>> prompts, Optional<List<Glob>> resources) {
        return new Selection(Names.of(tools, prompts, resources), Optional.empty());
    }

    public Selection when(Condition condition) {
        return new Selection(names, Optional.of(condition));
    }

    public boolean isAll() {
        return names.isEmpty() && condition.isEmpty();
    }

    /** The earliest moment at which {@link #covers} can be asked. */
    public Moment moment() {
        return condition.map(Condition::moment).orElse(Moment.LIST);
    }

    /** Names and condition. */
    public Truth covers(Circumstances circumstances) {
        if (!names(circumstances.target())) {
            return Truth.HOLDS_NOT;
        }
        return holds(circumstances);
    }

    /** The condition alone, of what has a name that is meant. */
    Truth holds(Circumstances circumstances) {
        return condition.isPresent() ? condition.get().ask(circumstances) : Truth.HOLDS;
    }

    /** Whether the name is among those meant, whatever the condition says. */
    public boolean names(Target target) {
        return names.isEmpty() || Names.match(names.getOrDefault(target.kind(), List.of()), target.publicName());
    }
}
