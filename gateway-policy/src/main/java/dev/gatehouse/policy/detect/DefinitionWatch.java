package dev.gatehouse.policy.detect;

import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.Decision;
import dev.gatehouse.core.policy.ListFacts;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.PolicyStage;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.core.policy.Target;
import dev.gatehouse.core.policy.Visibility;
import dev.gatehouse.policy.detect.scan.Side;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Looks at what an upstream says of its own tools, prompts and resources. What it blocks is not listed either. Each
 * definition is looked at once.
 */
public final class DefinitionWatch implements PolicyStage {
    /** Definitions whose judgement is kept. */
    private static final int KNOWN_MAX = 4_096;

    private final StageId id;
    private final Watch watch;
    private final Map<Definition, Decision> known = Collections.synchronizedMap(new LinkedHashMap<>(64, 0.75F, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Definition, Decision> eldest) {
            return size() > KNOWN_MAX;
        }
    });

    public DefinitionWatch(StageId id, Watch watch) {
        this.id = id;
        this.watch = watch;
    }

    @Override
    public StageId id() {
        return id;
    }

    @Override
    public Decision evaluate(CallFacts facts, Operation operation) {
        return decision(facts.definition());
    }

    @Override
    public Visibility visible(ListFacts facts, Target target, Definition definition) {
        return decision(definition) instanceof Decision.Deny ? Visibility.HIDE : Visibility.UNDECIDED;
    }

    private Decision decision(Definition definition) {
        Decision before = known.get(definition);
        if (before != null) {
            return before;
        }
        Decision now = watch.judge(definition.json(), Side.DEFINITIONS, "the words of its definition", false);
        known.put(definition, now);
        return now;
    }
}
