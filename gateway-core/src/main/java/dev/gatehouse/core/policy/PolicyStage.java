package dev.gatehouse.core.policy;

import dev.gatehouse.core.mcp.Definition;

/** One compiled check. Pure: the same facts and operation give the same decision. Throwing means deny. */
public interface PolicyStage {
    StageId id();

    Decision evaluate(CallFacts facts, Operation operation);

    /** Whether an entry shows in a list; throwing means hide. */
    default Visibility visible(ListFacts facts, Target target, Definition definition) {
        return Visibility.UNDECIDED;
    }
}
