package dev.gatehouse.server.config.policy;

import dev.gatehouse.core.policy.Glob;
import dev.gatehouse.server.config.bind.Doc;
import dev.gatehouse.server.config.bind.NotYet;
import java.util.List;
import java.util.Optional;

/** One rule: {@code tools} with {@code deny}, or {@code only}. What a rule denies for good is not listed either. */
@NotYet({"action", "approve", "detect", "on", "redact", "requireScope", "script", "when"})
public record RuleConfig(
        @Doc("The tools this rule denies, by their public names.")
        Optional<List<Glob>> tools,

        @Doc(
                "The only tools allowed, by their public names: every other is denied. Prompts and resources are not tools:"
                        + " which of them there are is said where the virtual server publishes them.")
        Optional<List<Glob>> only,

        @Doc("Why; the caller is told. Needed with `tools`, optional with `only`.")
        Optional<String> deny,

        @Doc("How often, or how many at once.") Optional<LimitConfig> limit,

        @Doc("How much may be spent, by the prices of `prices`.") Optional<BudgetConfig> budget) {}
