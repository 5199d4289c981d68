package dev.gatehouse.server.config.policy;

import dev.gatehouse.core.identity.Nearest;
import dev.gatehouse.core.mcp.Names;
import dev.gatehouse.core.policy.Glob;
import dev.gatehouse.policy.count.CountedBy;
import dev.gatehouse.server.config.bind.KeyKind;
import dev.gatehouse.server.config.identity.MemberNames;
import dev.gatehouse.server.config.yaml.KeyPath;
import dev.gatehouse.server.config.yaml.Report;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks limits, budgets and prices. */
public final class ChargeChecks {
    private static final KeyPath PRICES = KeyPath.of("prices");

    private final Report report;
    private final MemberNames members;

    public ChargeChecks(Report report, MemberNames members) {
        this.report = report;
        this.members = members;
    }

    void limit(KeyPath path, LimitConfig limit) {
        long measures = List.of(limit.calls(), limit.requests(), limit.concurrent()).stream()
                .filter(Optional::isPresent)
                .count();
        if (measures != 1) {
            report.problem(path, "expected one of `calls`, `requests`, `concurrent`");
        } else if (limit.concurrent().isEmpty() && limit.per().isEmpty()) {
            report.problem(path, "`calls` and `requests` need `per`, such as 1m");
        } else if (limit.concurrent().isPresent()
                && (limit.per().isPresent() || limit.burst().isPresent())) {
            report.problem(path, "`concurrent` goes without `per` and `burst`");
        }
        groups(path, limit.key(), limit.groups());
    }

    void budget(KeyPath path, BudgetConfig budget) {
        groups(path, budget.key(), budget.groups());
        if (!isZone(budget.zone())) {
            report.problem(path.key("zone"), "expected a time zone such as UTC or Europe/Berlin");
        }
        if (budget.name().filter(name -> !Names.isSlug(name)).isPresent()) {
            report.problem(path.key("name"), "expected " + KeyKind.NAME.expected());
        }
    }

    private void groups(KeyPath path, CountedBy key, List<String> groups) {
        if ((key == CountedBy.GROUP) == groups.isEmpty()) {
            report.problem(path, "`groups` goes with `key: group`, and says which");
        }
        for (int i = 0; i < groups.size(); i++) {
            if (members.qualified(groups.get(i)).isEmpty()) {
                report.problem(
                        path.key("groups").index(i), "which provider's? (expected: `provider/" + groups.get(i) + "`)");
            }
        }
    }

    private static boolean isZone(String zone) {
        try {
            return !ZoneId.of(zone).getId().isEmpty();
        } catch (DateTimeException e) {
            return false;
        }
    }

    public void prices(PricesConfig prices) {
        for (String tools : prices.tools().keySet()) {
            int slash = tools.indexOf('/');
            KeyPath path = PRICES.key("tools").key(tools);
            if (slash < 0 || slash == tools.length() - 1 || tools.length() - slash > Glob.PATTERN_CHARS_MAX) {
                report.problem(path, "expected a virtual server and names of tools, such as `engineering/gh_*`");
            } else {
                refers(path, "virtualServers", tools.substring(0, slash));
            }
        }
        prices.upstreams()
                .keySet()
                .forEach(upstream -> refers(PRICES.key("upstreams").key(upstream), "upstreams", upstream));
    }

    private void refers(KeyPath path, String section, String name) {
        Set<String> known = report.keys(KeyPath.of(section));
        if (!known.contains(name)) {
            report.problem(path, "`" + name + "` is not in `" + section + "`" + Nearest.hint(name, known));
        }
    }
}
