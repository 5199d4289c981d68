package dev.gatehouse.core.policy;

import dev.gatehouse.core.mcp.Definition;
import java.util.List;

/** One compiled check. Pure: the same facts and operation give the same decision. Throwing means deny. */
public interface PolicyStage {
    StageId id();

    Decision evaluate(CallFacts facts, Operation operation);

    /** Whether an entry shows in a list; throwing means hide. */
    default Visibility visible(ListFacts facts, Target target, Definition definition) {
        return Visibility.UNDECIDED;
    }

    /** Whether {@link #showing} is to be asked about each list, because what it says may change by itself. */
    default boolean asksAboutLists() {
        return false;
    }

    /** Which of these entries, which nothing else hides, are shown; may take time. Throwing means none. */
    default Showing showing(ListFacts facts, List<ListEntry> entries) {
        throw new IllegalStateException(id() + " is not asked about lists");
    }
}
