package dev.gatehouse.server.cli;

import dev.gatehouse.core.http.Endpoint.Method;
import dev.gatehouse.core.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code gatehouse pin …}: what upstreams offer, as it was approved, and what waits for a decision. */
@Command(
        name = "pin",
        mixinStandardHelpOptions = true,
        description = {
            "Shows and decides what of an upstream may be used. With `updates: approve` for an upstream in the file, its",
            "tools, prompts, resources and instructions are hidden while they are new or changed, until they are approved."
        },
        subcommands = {
            PinCommand.ListPins.class,
            PinCommand.Diff.class,
            PinDecisionCommand.Approve.class,
            PinDecisionCommand.Reject.class
        },
        footer = {"", "Example: gatehouse pin diff files read_file --config gatehouse.yaml", ExitCode.TEXT})
final class PinCommand {
    static final String PATH = "/api/v1/pins";

    static Stream<Json> elements(Json object, String name) {
        return object.member(name).stream().flatMap(list -> list.elements().stream());
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Kind and name, as people write them. */
    static String what(Json pin) {
        return (pin.text("kind").orElse("") + " " + pin.text("name").orElse("")).strip();
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists what is pinned: its state, and the digest of what is offered, or else approved.",
            footer = {"", "Example: gatehouse pin list files --config gatehouse.yaml", ExitCode.TEXT})
    static final class ListPins extends AdminVerb {
        @Parameters(index = "0", arity = "0..1", paramLabel = "UPSTREAM", description = "only this one")
        private @Nullable String upstream;

        @Override
        public Integer call() {
            String query = upstream == null ? "" : "&upstream=" + encoded(upstream);
            return sendAll(PATH, query, "pins", ListPins::table);
        }

        private static String table(Json answer) {
            String table = elements(answer, "pins").map(ListPins::line).collect(Collectors.joining("\n"));
            return table.isEmpty() ? "nothing is pinned" : table;
        }

        private static String line(Json pin) {
            return String.join(
                    "\t",
                    pin.text("state").orElse(""),
                    pin.text("updates").orElse(""),
                    pin.text("upstream").orElse(""),
                    what(pin),
                    "sha256:"
                            + pin.text("offeredDigest")
                                    .or(() -> pin.text("approvedDigest"))
                                    .orElse(""));
        }
    }

    @Command(
            name = "diff",
            mixinStandardHelpOptions = true,
            description = {
                "Shows what is offered against what is approved, field by field; of what does not wait, its last change.",
                "What a screen does not show is written \\u{…}."
            },
            footer = {"", "Example: gatehouse pin diff files --config gatehouse.yaml", ExitCode.TEXT})
    static final class Diff extends AdminVerb {
        @Parameters(index = "0", paramLabel = "UPSTREAM", description = "of this one")
        private String upstream;

        @Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "NAME",
                description = "of this tool, prompt or URI; without it, all that waits")
        private @Nullable String name;

        @Override
        public Integer call() {
            String query = "?upstream=" + encoded(upstream) + (name == null ? "" : "&name=" + encoded(name));
            return send(Method.GET, PATH + "/diff" + query, "", Diff::text);
        }

        private static String text(Json answer) {
            List<String> diffs = elements(answer, "diffs").map(Diff::one).toList();
            return diffs.isEmpty() ? "nothing to show" : String.join("\n\n", diffs);
        }

        private static String one(Json diff) {
            Json pin = diff.member("pin").orElse(Json.EMPTY_OBJECT);
            Stream<String> head = Stream.of(
                    pin.text("upstream").orElse("") + " " + what(pin) + " ("
                            + pin.text("state").orElse("") + ")",
                    "--- "
                            + diff.text("before")
                                    .map(digest -> "sha256:" + digest)
                                    .orElse("nothing"),
                    "+++ sha256:" + diff.text("after").orElse(""));
            Stream<String> changes = elements(diff, "changes")
                    .flatMap(change -> Stream.concat(
                            Stream.of("@ " + change.text("place").orElse("")),
                            elements(change, "lines").map(line -> line.string().orElse(""))));
            return Stream.concat(head, changes).collect(Collectors.joining("\n"));
        }
    }
}
