package dev.gatehouse.core.policy;

import dev.gatehouse.core.mcp.Reply;
import java.util.List;

/** Nothing has to be done: the gateway did it when people approved it, and kept what came of it. */
public record Answered(Reply reply, List<Finding> findings) implements Ruling {
    /** The word recorded with the call. */
    public static final String WORD = "kept_result";

    public Answered {
        findings = List.copyOf(findings);
    }

    /** Which answer it is, for the trail. */
    public String reason() {
        return findings.getLast().reason();
    }

    @Override
    public String toString() {
        return "Answered[" + reason() + "]";
    }
}
