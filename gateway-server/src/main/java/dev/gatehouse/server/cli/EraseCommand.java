package dev.gatehouse.server.cli;

import dev.gatehouse.core.http.Endpoint.Method;
import dev.gatehouse.core.json.Json;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gatehouse audit erase}: makes the trail forget somebody, by destroying their keys. */
@Command(
        name = "erase",
        mixinStandardHelpOptions = true,
        description = {
            "Destroys the keys of a person or an agent: no record tells their name or payloads again, and every proof"
                    + " stays valid.",
            "It reaches what `audit.fields` had encrypted. There is no way back; --dry-run tells what it would reach."
        },
        footer = {
            "",
            "Example: gatehouse audit erase --subject corp/bob --reason 'request 17' --config gatehouse.yaml",
            ExitCode.TEXT
        })
final class EraseCommand extends AdminVerb {
    private static final String PATH = "/api/v1/audit/erasures";

    @ArgGroup(multiplicity = "1")
    private Wish wish = new Wish();

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the trail; told without these names")
    private @Nullable String reason;

    @Option(names = "--dry-run", description = "only tell what it would reach")
    private boolean dryRun;

    @Option(names = "--despite-hold", description = "although records are held")
    private boolean despiteHold;

    /** Whom to erase, or what was. */
    static final class Wish {
        @Option(
                names = "--subject",
                required = true,
                paramLabel = "NAME",
                description = "a name or an id, as records have it")
        private String subject = "";

        @Option(names = "--list", required = true, description = "list erasures")
        private boolean list;
    }

    @Override
    public Integer call() {
        if (wish.list) {
            return send(Method.GET, PATH, "", EraseCommand::table);
        }
        String order = Json.object()
                .put("subject", wish.subject)
                .put(
                        "reason",
                        reason == null && dryRun
                                ? "dry run"
                                : Optional.ofNullable(reason).orElse(""))
                .put("dryRun", dryRun)
                .put("despiteHold", despiteHold)
                .build()
                .toString();
        return send(Method.POST, PATH, order, this::told);
    }

    private String told(Json answer) {
        long keys = answer.member("keys").stream()
                .mapToLong(one -> one.integer().orElse(0))
                .sum();
        if (!dryRun) {
            String id = answer.member("erasure").flatMap(one -> one.text("id")).orElse("");
            return "erased for good: " + keys + " keys, " + id;
        }
        long records = answer.member("records").stream()
                .mapToLong(one -> one.integer().orElse(0))
                .sum();
        String holds = joined(answer, "holds");
        return "would destroy " + keys + " keys of " + joined(answer, "subjects") + ", who called in " + records
                + " records" + (holds.isEmpty() ? "" : "; held by " + holds);
    }

    private static String joined(Json answer, String name) {
        return answer.member(name).stream()
                .flatMap(all -> all.elements().stream())
                .flatMap(one -> one.string().stream())
                .collect(Collectors.joining(", "));
    }

    private static String table(Json answer) {
        String table = answer.member("erasures").stream()
                .flatMap(all -> all.elements().stream())
                .map(EraseCommand::line)
                .collect(Collectors.joining("\n"));
        return table.isEmpty() ? "nothing was erased" : table;
    }

    private static String line(Json erasure) {
        return erasure.text("id").orElse("") + "  " + erasure.text("erasedAt").orElse("") + "  "
                + erasure.member("keys").map(Json::toString).orElse("") + " keys"
                + erasure.text("despite").map(holds -> ", despite " + holds).orElse("") + ": "
                + erasure.text("reason").orElse("");
    }
}
