package dev.gatehouse.server.config.policy;

import dev.gatehouse.core.policy.Glob;
import dev.gatehouse.policy.detect.Action;
import dev.gatehouse.server.config.bind.Default;
import dev.gatehouse.server.config.bind.Doc;
import dev.gatehouse.server.config.bind.KeyKind;
import dev.gatehouse.server.config.bind.Keys;
import dev.gatehouse.server.config.bind.ReferenceOnly;
import dev.gatehouse.server.config.bind.ScriptFile;
import dev.gatehouse.server.config.bind.Secret;
import dev.gatehouse.server.config.bind.Within;
import dev.gatehouse.server.config.policy.PolicyConfig.Mode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One rule: what it is about, and one thing that it does about it. What a rule denies for good is not listed either. */
public record RuleConfig(
        @Doc("The tools it is about, by their public names. Without `tools`, `prompts` and `resources` a rule is about"
                + " everything.")
        Optional<List<Glob>> tools,

        @Doc("The prompts it is about, by their public names.")
        Optional<List<Glob>> prompts,

        @Doc("The resources it is about, by their URIs; globs are matched with URI templates as well.")
        Optional<List<Glob>> resources,

        @Doc(
                "A condition in CEL: the rule is about what the condition holds of. One that cannot be evaluated denies. It reads"
                        + " `principal.kind`, `.subject`, `.name`, `.issuer`, `.clientId`, `.owner`, `.groups`, `.scopes`; `agent`,"
                        + " `bundle`, `server`, `upstream`; `kind` (`tool`, `prompt`, `resource`); `tool.name`, `.upstreamName`,"
                        + " `.title` and `tool.annotations.readOnlyHint`, `.destructiveHint`, `.idempotentHint`, `.openWorldHint`;"
                        + " `arguments`; `now`; and `result`, where the rule is about results. Without the last three it decides"
                        + " lists as well.")
        Optional<String> when,

        @Doc("`shadow`: what the rule would have done is recorded, and nothing else comes of it.") @Default("enforce")
        Mode mode,

        @Doc(
                "The only tools allowed, by their public names: every other is denied. Prompts and resources are not tools:"
                        + " which of them there are is said where the virtual server publishes them.")
        Optional<List<Glob>> only,

        @Doc("Scopes that the caller's token must have; one that lacks them is told so, in the protocol's own way.")
        Optional<List<String>> requireScope,

        @Doc("What the arguments must look like; others are denied.")
        Optional<ArgumentsConfig> arguments,

        @Doc("When calls are allowed; at other times they are denied.")
        Optional<HoursConfig> hours,

        @Doc("Asks somebody else, who decides: `deny` says why where they give no reason.")
        Optional<AskConfig> ask,

        @Doc("Why a scope is needed; the caller is told. Beside `requireScope` alone.")
        Optional<String> reason,

        @Doc(
                "Holds calls until somebody approves them; `deny` says why. Of tools, prompts and resources that are read.")
        Optional<ApproveConfig> approve,

        @Doc("Denies what the rule is about, with this reason, which the caller is told. Beside another effect: the"
                + " reason it denies with.")
        Optional<String> deny,

        @Doc("How often, or how many at once.") Optional<LimitConfig> limit,

        @Doc("How much may be spent, by the prices of `prices`.")
        Optional<BudgetConfig> budget,

        @Doc("What to look for: families (`secrets`, `pii`, `commands`, `injection`, `hidden`) or single types.")
        Optional<List<String>> detect,

        @Doc(
                "A script that decides: the path of a file with one JavaScript function, `(ctx) => ({action: …})`. Whatever"
                        + " keeps it from an answer denies.")
        Optional<ScriptFile> script,

        @Doc(
                "What `detect` looks at, or what `script` is asked about; `arguments` and `result` when absent. `definitions`"
                        + " is for `detect` and `list` for `script`.")
        Optional<List<Phase>> on,

        @Doc(
                "How long `script` may compute, and how long its fetches may take; by the clock half a second more. 50ms when absent,"
                        + " at most 1s, with `fetch` 5s.")
        @Within(min = "1ms", max = "5s")
        Optional<Duration> timeout,

        @Doc(
                "The servers that `script` may fetch from: `host` or `host:port` for https, `http://127.0.0.1:PORT` on this"
                        + " machine.")
        Optional<List<String>> fetch,

        @Doc(
                "What `script` can put into headers, queries and bodies of its fetches, as `ctx.secrets.NAME`, without ever"
                        + " holding it.")
        @Keys(KeyKind.VARIABLE)
        @ReferenceOnly
        Map<String, Secret> secrets,

        @Doc("What follows when `detect` sees something: `block` denies or withholds, `redact` masks, `flag` records,"
                + " `alert` records under that word.")
        Optional<Action> action,

        @Doc("How sure `detect` has to be; 0.8 when absent.") @Within(min = "0", max = "1")
        Optional<Double> confidence) {}
