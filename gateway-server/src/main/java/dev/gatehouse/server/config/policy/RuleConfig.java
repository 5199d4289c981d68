package dev.gatehouse.server.config.policy;

import dev.gatehouse.core.policy.Glob;
import dev.gatehouse.server.config.bind.Default;
import dev.gatehouse.server.config.bind.Doc;
import dev.gatehouse.server.config.bind.NotYet;
import dev.gatehouse.server.config.policy.PolicyConfig.Mode;
import java.util.List;
import java.util.Optional;

/** One rule: what it is about, and one thing that it does about it. What a rule denies for good is not listed either. */
@NotYet({
    "action",
    "arguments",
    "ask",
    "detect",
    "hours",
    "on",
    "requireScope",
    "script",
    "when"
})
public record RuleConfig(
        @Doc("The tools it is about, by their public names. Without `tools`, `prompts` and `resources` a rule is about"
                + " everything.")
        Optional<List<Glob>> tools,

        @Doc("The prompts it is about, by their public names.")
        Optional<List<Glob>> prompts,

        @Doc("The resources it is about, by their URIs; globs are matched with URI templates as well.")
        Optional<List<Glob>> resources,

        @Doc("`shadow`: what the rule would have done is recorded, and nothing else comes of it.") @Default("enforce")
        Mode mode,

        @Doc(
                "The only tools allowed, by their public names: every other is denied. Prompts and resources are not tools:"
                        + " which of them there are is said where the virtual server publishes them.")
        Optional<List<Glob>> only,

        @Doc("Holds calls until somebody approves them; `deny` says why. Of tools, prompts and resources that are read.")
        Optional<ApproveConfig> approve,

        @Doc("How often, or how many at once.") Optional<LimitConfig> limit,

        @Doc("How much may be spent, by the prices of `prices`.") Optional<BudgetConfig> budget,

        @Doc("Denies what the rule is about, with this reason, which the caller is told. Beside another effect: the"
                + " reason it denies with.")
        Optional<String> deny) {}
