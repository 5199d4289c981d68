package dev.gatehouse.server.config.policy;

import dev.gatehouse.core.policy.Glob;
import dev.gatehouse.policy.detect.Action;
import dev.gatehouse.policy.detect.scan.Side;
import dev.gatehouse.server.config.bind.Doc;
import dev.gatehouse.server.config.bind.NotYet;
import dev.gatehouse.server.config.bind.Within;
import java.util.List;
import java.util.Optional;

/** One rule: {@code tools} with {@code deny}, or {@code only}. What a rule denies for good is not listed either. */
@NotYet({"approve", "budget", "limit", "redact", "requireScope", "script", "when"})
public record RuleConfig(
        @Doc("The tools this rule denies, by their public names.")
        Optional<List<Glob>> tools,

        @Doc(
                "The only tools allowed, by their public names: every other is denied. Prompts and resources are not tools:"
                        + " which of them there are is said where the virtual server publishes them.")
        Optional<List<Glob>> only,

        @Doc("Why; the caller is told. Needed with `tools`, optional with `only`.")
        Optional<String> deny,

        @Doc("What to look for: families (`secrets`, `pii`, `commands`, `injection`, `hidden`) or single types.")
        Optional<List<String>> detect,

        @Doc("Where `detect` looks; `arguments` and `result` when absent.") Optional<List<Side>> on,

        @Doc("What follows when `detect` sees something: `block` denies or withholds, `redact` masks, `flag` records,"
                + " `alert` records under that word.")
        Optional<Action> action,

        @Doc("How sure `detect` has to be; 0.8 when absent.") @Within(min = "0", max = "1")
        Optional<Double> confidence) {}
