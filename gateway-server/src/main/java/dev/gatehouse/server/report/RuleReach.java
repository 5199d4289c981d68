package dev.gatehouse.server.report;

import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.policy.Glob;
import dev.gatehouse.server.config.policy.PolicyConfig;
import dev.gatehouse.server.config.policy.RuleConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What the rules of a bundle say of an entry before anybody calls it. Asks nobody and evaluates no condition. */
final class RuleReach {
    private final List<RuleText> rules = new ArrayList<>();

    /** @param names the policies of a bundle, in its order */
    RuleReach(Map<String, PolicyConfig> policies, List<String> names) {
        for (String name : names) {
            rules.addAll(of(name, Objects.requireNonNull(policies.get(name))));
        }
    }

    static List<RuleText> of(String name, PolicyConfig policy) {
        List<RuleText> texts = new ArrayList<>();
        for (int i = 0; i < policy.rules().size(); i++) {
            RuleConfig rule = policy.rules().get(i);
            boolean onTrial = policy.mode() == PolicyConfig.Mode.SHADOW || rule.mode() == PolicyConfig.Mode.SHADOW;
            texts.add(new RuleText(name, i, onTrial ? PolicyConfig.Mode.SHADOW : PolicyConfig.Mode.ENFORCE, rule));
        }
        return texts;
    }

    /** Whether it may be called. */
    enum Word {
        YES,
        /** Some rule decides for each call. */
        CONDITIONAL,
        /** Some rule denies it to all. */
        NO
    }

    /** @param rules that are about it, in their order; those on trial as well, which change nothing */
    record Said(Word word, List<String> rules) {}

    Said of(Primitive kind, String publicName) {
        Word word = Word.YES;
        List<String> about = new ArrayList<>();
        for (RuleText text : rules) {
            if (isAbout(text.rule(), kind, publicName)) {
                about.add(text.id());
                Word one = text.isOnTrial() ? Word.YES : word(text.rule());
                word = one.compareTo(word) > 0 ? one : word;
            }
        }
        return new Said(word, about);
    }

    private static Word word(RuleConfig rule) {
        if (rule.only().isPresent() || isPlainDenial(rule)) {
            return rule.when().isPresent() ? Word.CONDITIONAL : Word.NO;
        }
        boolean onlyLooks = rule.detect().isPresent()
                && rule.action().filter(action -> action.name().equals("BLOCK")).isEmpty();
        return onlyLooks ? Word.YES : Word.CONDITIONAL;
    }

    private static boolean isPlainDenial(RuleConfig rule) {
        return rule.deny().isPresent()
                && rule.requireScope().isEmpty()
                && rule.arguments().isEmpty()
                && rule.hours().isEmpty()
                && rule.ask().isEmpty()
                && rule.approve().isEmpty()
                && rule.limit().isEmpty()
                && rule.budget().isEmpty()
                && rule.detect().isEmpty()
                && rule.script().isEmpty();
    }

    private static boolean isAbout(RuleConfig rule, Primitive kind, String publicName) {
        boolean isNamed = rule.tools().isPresent()
                || rule.prompts().isPresent()
                || rule.resources().isPresent();
        Optional<List<Glob>> globs = switch (kind) {
            case TOOL -> rule.tools();
            case PROMPT -> rule.prompts();
            case RESOURCE, TEMPLATE -> rule.resources();
        };
        boolean isSelected =
                !isNamed || globs.filter(names -> matches(names, publicName)).isPresent();
        boolean isAdmitted = rule.only().isPresent()
                && (kind != Primitive.TOOL || matches(rule.only().get(), publicName));
        return isSelected && !isAdmitted;
    }

    private static boolean matches(List<Glob> globs, String name) {
        return globs.stream().anyMatch(glob -> glob.matches(name));
    }
}
