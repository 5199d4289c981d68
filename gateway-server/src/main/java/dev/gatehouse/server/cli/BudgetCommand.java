package dev.gatehouse.server.cli;

import dev.gatehouse.core.http.Endpoint.Method;
import dev.gatehouse.core.json.Json;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gatehouse budget}: how the budgets of a running gateway stand. */
@Command(
        name = "budget",
        mixinStandardHelpOptions = true,
        description = {
            "Lists the budgets that were used in their present day or month: what each counts, what is used of it, when it"
                    + " begins anew.",
            "With --costs it sums up what calls under budgets cost this month."
        },
        footer = {"", "Example: gatehouse budget --config gatehouse.yaml", ExitCode.TEXT})
final class BudgetCommand extends AdminVerb {

    @Option(names = "--costs", paramLabel = "BY", description = "by bundle, server, upstream, tool, caller or agent")
    private @Nullable String by;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "BUDGET",
            description = "only this one, by its name in the list")
    private @Nullable String budget;

    @Override
    public Integer call() {
        if (by == null) {
            return send(Method.GET, "/api/v1/budgets", "", this::budgets);
        }
        return by.matches("[a-z]{1,20}")
                ? send(Method.GET, "/api/v1/costs?by=" + by, "", BudgetCommand::costs)
                : misused("expected --costs bundle, server, upstream, tool, caller or agent");
    }

    private String budgets(Json answer) {
        String table = answer.member("budgets").stream()
                .flatMap(list -> list.elements().stream())
                .filter(row -> budget == null || row.text("budget").equals(Optional.of(budget)))
                .map(BudgetCommand::line)
                .collect(Collectors.joining("\n"));
        return table.isEmpty() ? "no budget was used in its present period" : table;
    }

    private static String line(Json row) {
        return String.join(
                "\t",
                row.text("budget").orElse(""),
                row.text("counted").orElse(""),
                row.text("used").orElse("") + " of " + row.text("limit").orElse("") + " USD",
                row.text("period").orElse(""),
                "anew " + row.text("resets").orElse(""));
    }

    private static String costs(Json answer) {
        String table = answer.member("costs").stream()
                .flatMap(list -> list.elements().stream())
                .map(row -> row.text("of").orElse("") + "\t"
                        + row.member("calls").map(Json::toString).orElse("") + " calls\t"
                        + row.text("usd").orElse("") + " USD")
                .collect(Collectors.joining("\n"));
        return table.isEmpty() ? "nothing was spent" : table;
    }
}
