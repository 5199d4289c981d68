package dev.gatehouse.server.cases;

import dev.gatehouse.server.config.bind.Default;
import dev.gatehouse.server.config.bind.Doc;
import dev.gatehouse.server.config.bind.Within;
import java.time.Duration;
import java.util.List;

/** The file beside a script: what it has to answer to what. */
public record CaseTable(
        @Doc("How long a case may take. More than a rule would give: what a case took is told.")
        @Default("5s")
        @Within(min = "1ms", max = "30s")
        Duration timeout,

        @Doc("Names that `ctx.secrets` has; what stands for them is a placeholder, as in the gateway.")
        List<String> secrets,

        @Doc("Run in this order, each for itself.") List<Case> cases) {}
