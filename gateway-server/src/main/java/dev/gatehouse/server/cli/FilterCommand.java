package dev.gatehouse.server.cli;

import dev.gatehouse.core.http.Endpoint.Method;
import dev.gatehouse.core.json.Json;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gatehouse audit filter}: searches of the trail with a name. */
@Command(
        name = "filter",
        mixinStandardHelpOptions = true,
        description = {
            "Saves searches of the trail under a name, for gatehouse audit search --filter NAME.",
            "A filter belongs to who saved it; a shared one can be used by everybody who sees the whole trail."
        },
        subcommands = {FilterCommand.ListFilters.class, FilterCommand.Save.class, FilterCommand.Delete.class},
        footer = {
            "",
            "Example: gatehouse audit filter save refused-bots --type call_refused --bundle bots --config gatehouse.yaml",
            ExitCode.TEXT
        })
final class FilterCommand {
    private static final String PATH = "/api/v1/audit/filters";

    private FilterCommand() {}

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists one's own filters and the shared ones.")
    static final class ListFilters extends AdminVerb {
        @Override
        public Integer call() {
            return send(Method.GET, PATH, "", ListFilters::table);
        }

        private static String table(Json answer) {
            String table = PinCommand.elements(answer, "filters")
                    .map(ListFilters::line)
                    .collect(Collectors.joining("\n"));
            return table.isEmpty() ? "no filter is saved" : table;
        }

        private static String line(Json filter) {
            String fields = PinCommand.elements(filter, "fields")
                    .map(field -> field.text("field").orElse("") + "="
                            + field.text("value").orElse(""))
                    .collect(Collectors.joining(" "));
            boolean shared = filter.member("shared").flatMap(Json::bool).orElse(false);
            return String.join(
                    "\t",
                    filter.text("name").orElse(""),
                    fields,
                    filter.text("owner").orElse(""),
                    shared ? "shared" : "");
        }
    }

    @Command(
            name = "save",
            mixinStandardHelpOptions = true,
            description = "Saves a filter, in place of one's own of that name.")
    static final class Save extends AdminVerb {
        @Parameters(paramLabel = "NAME", description = "small letters, digits and hyphens")
        private String name;

        @Option(names = "--shared", description = "everybody who sees the whole trail may use it")
        private boolean shared;

        @Mixin
        private TrailFilters filters;

        @Override
        public Integer call() {
            String path = PATH + "/" + PinCommand.encoded(name) + "?shared=" + shared + filters.query();
            return send(Method.PUT, path, "", _ -> "saved " + name);
        }
    }

    @Command(name = "delete", mixinStandardHelpOptions = true, description = "Deletes a filter of one's own.")
    static final class Delete extends AdminVerb {
        @Parameters(paramLabel = "NAME", description = "the filter")
        private String name;

        @Override
        public Integer call() {
            return send(Method.DELETE, PATH + "/" + PinCommand.encoded(name), "", _ -> "deleted " + name);
        }
    }
}
