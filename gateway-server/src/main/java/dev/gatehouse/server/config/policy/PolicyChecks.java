package dev.gatehouse.server.config.policy;

import dev.gatehouse.core.policy.Glob;
import dev.gatehouse.policy.condition.Condition.Moment;
import dev.gatehouse.policy.condition.Conditions;
import dev.gatehouse.policy.condition.Conditions.Compiled;
import dev.gatehouse.server.config.identity.MemberNames;
import dev.gatehouse.server.config.yaml.KeyPath;
import dev.gatehouse.server.config.yaml.Report;
import java.util.List;
import java.util.Optional;

/** Checks that each rule does one thing, and something. */
public final class PolicyChecks {
    private static final int REASON_CHARS_MAX = 500;
    private static final String RULES = "rules";

    private final Report report;
    private final ApproveChecks approve;
    private final ChargeChecks charges;

    /** @param members how the names of people are read */
    public PolicyChecks(Report report, MemberNames members) {
        this.report = report;
        this.approve = new ApproveChecks(report, members);
        this.charges = new ChargeChecks(report, members);
    }

    public void check(String name, PolicyConfig policy) {
        KeyPath written = KeyPath.of("policies", name);
        KeyPath list = report.keys(written).contains(RULES) ? written.key(RULES) : written;
        for (int i = 0; i < policy.rules().size(); i++) {
            KeyPath path = list.index(i);
            if (report.isClean(path)) {
                rule(path, policy.rules().get(i));
            }
        }
    }

    private void rule(KeyPath path, RuleConfig rule) {
        rule.limit().ifPresent(limit -> charges.limit(path.key("limit"), limit));
        rule.budget().ifPresent(budget -> charges.budget(path.key("budget"), budget));
        notEmpty(path.key("tools"), rule.tools());
        notEmpty(path.key("prompts"), rule.prompts());
        notEmpty(path.key("resources"), rule.resources());
        notEmpty(path.key("only"), rule.only());
        rule.when().ifPresent(text -> condition(path.key("when"), rule, text));
        rule.deny().ifPresent(reason -> reason(path.key("deny"), reason));
        rule.reason().ifPresent(reason -> reason(path.key("reason"), reason));
        rule.approve().ifPresent(config -> approve.check(path.key("approve"), config));
        rule.ask()
                .filter(ask -> ask.list() && ask.cache().isZero())
                .ifPresent(_ ->
                        report.problem(path.key("ask").key("list"), "needs `cache`: a list asks about each entry"));
        looking(path, rule);
        new DetectChecks(report).check(path, rule);
        new ScriptChecks(report).check(path, rule);
        effect(path, rule);
        new EffectChecks(report).check(path, rule);
    }

    private void effect(KeyPath path, RuleConfig rule) {
        List<String> effects = Effects.of(rule);
        if (effects.size() > 1) {
            report.problem(path, "`" + String.join("` and `", effects) + "` in one rule (expected: one of them)");
        } else if (effects.isEmpty() && rule.deny().isEmpty()) {
            report.problem(path, "the rule does nothing (expected: `deny` with a reason, or another effect)");
        } else if (effects.isEmpty() && !Effects.isSelective(rule)) {
            report.problem(path, "`deny` needs one of `tools`, `prompts`, `resources`, `when`, which it denies");
        } else if (rule.only().isPresent() && Effects.isNamed(rule)) {
            report.problem(
                    path, "`only` is about all tools (expected: no `tools`, `prompts` or `resources` beside it)");
        }
    }

    private void condition(KeyPath path, RuleConfig rule, String text) {
        switch (Conditions.compile(text)) {
            case Compiled.Usable usable -> {
                if (usable.condition().moment() == Moment.RESULT && !Effects.isAboutResults(rule)) {
                    report.problem(path, "`result` is not known before the call, when this rule is asked");
                }
                if (usable.condition().moment() != Moment.LIST
                        && rule.ask().filter(AskConfig::list).isPresent()) {
                    report.problem(
                            path, "reads what no list has (expected: `ask` without `list`, or another condition)");
                }
            }
            case Compiled.Wrong wrong ->
                report.problem(path, "at " + wrong.line() + ":" + wrong.column() + " in it: " + wrong.message());
        }
    }

    private void looking(KeyPath path, RuleConfig rule) {
        if (rule.on().filter(List::isEmpty).isPresent()) {
            report.problem(path.key("on"), "expected at least one word");
        } else if (rule.on().isPresent()
                && rule.detect().isEmpty()
                && rule.script().isEmpty()) {
            report.problem(path.key("on"), "means something beside `detect` or `script` only");
        }
    }

    private void notEmpty(KeyPath path, Optional<List<Glob>> globs) {
        if (globs.filter(List::isEmpty).isPresent()) {
            report.problem(path, "expected at least one name");
        }
    }

    private void reason(KeyPath path, String reason) {
        if (reason.isBlank() || reason.length() > REASON_CHARS_MAX) {
            report.problem(path, "expected a reason of 1 to " + REASON_CHARS_MAX + " characters");
        }
    }
}
