package dev.gatehouse.server.config.policy;

import dev.gatehouse.policy.schema.ArgumentSchema;
import dev.gatehouse.policy.schema.ArgumentSchema.Compiled;
import dev.gatehouse.server.config.yaml.KeyPath;
import dev.gatehouse.server.config.yaml.Report;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

/** Checks what is written behind the key of an effect. */
final class EffectChecks {
    /** RFC 6749 §3.3. */
    private static final Pattern SCOPE = Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]{1,128}");

    private final Report report;

    EffectChecks(Report report) {
        this.report = report;
    }

    void check(KeyPath rule, RuleConfig config) {
        config.requireScope().ifPresent(scopes -> scopes(rule.key("requireScope"), scopes));
        config.arguments().ifPresent(arguments -> schema(rule.key("arguments").key("schema"), arguments));
        config.ask().ifPresent(ask -> url(rule.key("ask").key("url"), ask.url()));
        config.hours().ifPresent(hours -> HoursCheck.check(report, rule.key("hours"), hours));
    }

    private void scopes(KeyPath path, List<String> scopes) {
        if (scopes.isEmpty()) {
            report.problem(path, "expected at least one scope");
        }
        for (int i = 0; i < scopes.size(); i++) {
            if (!SCOPE.matcher(scopes.get(i)).matches()) {
                report.problem(path.index(i), "expected a scope without spaces and quotes");
            }
        }
    }

    private void url(KeyPath path, URI url) {
        boolean web = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
        if (!web || url.getHost() == null || url.getRawUserInfo() != null || url.getRawFragment() != null) {
            report.problem(path, "expected an http or https URL without credentials and fragment");
        }
    }

    private void schema(KeyPath path, ArgumentsConfig arguments) {
        if (ArgumentSchema.compile(arguments.schema()) instanceof Compiled.Wrong wrong) {
            report.problem(path, wrong.message());
        }
    }
}
